"""The queues, the overdue and one's own are counted and ordered from indexes alone: rows were most of what a page cost."""

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

_IN_ORDER = ["organisation", "severity", "number", "unit", "rule"]


def _partial(flag: str) -> list[Operation]:
    name = f"card_{flag}"
    index = models.Index(condition=models.Q((flag, True)), fields=[*_IN_ORDER, flag], name=name)
    return [migrations.RemoveIndex(model_name="card", name=name), migrations.AddIndex(model_name="card", index=index)]


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0011_newest_deliveries'),
    ]

    operations = [
        *(step for flag in ("is_open", "is_new", "is_worse", "is_unseen", "is_effect") for step in _partial(flag)),
        migrations.RemoveIndex(model_name='card', name='card_due'),
        migrations.AddIndex(
            model_name='card',
            index=models.Index(condition=models.Q(('due__isnull', False)), fields=['organisation', 'due', 'number', 'severity', 'unit', 'rule', 'is_open'], name='card_due'),
        ),
        migrations.AddIndex(
            model_name='card',
            index=models.Index(fields=['number', 'organisation', 'severity', 'unit', 'rule', 'is_open'], name='card_number'),
        ),
    ]

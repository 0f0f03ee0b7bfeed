"""Names can lawfully go from the ledger as they can from the log."""

import django.db.models.deletion
from django.db import migrations, models

from engine.store.guards import append_only, erasable


class Migration(migrations.Migration):
    dependencies = [("store", "0012_queue_indexes")]

    operations = [
        migrations.CreateModel(
            name="DecisionErasure",
            fields=[
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="erasure",
                        serialize=False,
                        to="store.decision",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="erased", to="store.decision"
                    ),
                ),
            ],
        ),
        append_only("store_decisionerasure", ["decision_id"]),
        erasable("store_decisionwords", "decision_id", "store_decisionerasure"),
    ]

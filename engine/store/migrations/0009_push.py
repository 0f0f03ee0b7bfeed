"""Batches of figures under the sender's keys, with what was answered: never changed, never deleted."""

from django.db import migrations, models

import engine.store.fields
from engine.store.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("store", "0008_review_queue")]

    operations = [
        migrations.CreateModel(
            name="Push",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("caller", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=200)),
                ("body_hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("status", models.PositiveSmallIntegerField()),
                ("answer", engine.store.fields.JsonText()),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("caller", "key"), name="push_once")]},
        ),
        append_only("store_push", ["id"], ["caller", "key"]),
    ]

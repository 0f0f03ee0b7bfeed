"""Drafts of reports that were made when the last figures of their period had come."""

from django.db import migrations, models

import engine.store.fields
from engine.store.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("store", "0009_push")]

    operations = [
        migrations.CreateModel(
            name="ReportDraft",
            fields=[
                ("seq", models.BigAutoField(primary_key=True, serialize=False)),
                ("organisation", models.TextField(db_index=True)),
                ("report", models.TextField()),
                ("period", engine.store.fields.PeriodText(max_length=8)),
                ("at", models.DateTimeField()),
                ("as_of", models.DateField()),
                ("flags", models.PositiveIntegerField()),
                ("content", models.CharField(max_length=64)),
            ],
        ),
        append_only("store_reportdraft", ["seq"]),
    ]

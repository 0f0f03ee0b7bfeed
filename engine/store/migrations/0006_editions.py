"""Words for reports and final editions, which nobody changes afterwards."""

from typing import Any

import django.db.models.deletion
import engine.store.fields
from django.db import migrations, models

from engine.store.guards import append_only, only_forward


def begin_editions(apps: Any, editor: Any) -> None:
    apps.get_model("store", "EditionHead").objects.using(editor.connection.alias).create(id=1, count=0, link="0" * 64)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0005_due"),
    ]

    operations = [
        migrations.CreateModel(
            name="EditionHead",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("count", models.PositiveBigIntegerField()),
                ("link", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="ReportWords",
            fields=[
                ("seq", models.BigAutoField(primary_key=True, serialize=False)),
                ("organisation", models.TextField(db_index=True)),
                ("about", models.TextField()),
                ("period", engine.store.fields.PeriodText(max_length=8)),
                ("text", engine.store.fields.SafeText()),
                ("language", models.TextField()),
                ("who", engine.store.fields.SafeText()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("seq", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("organisation", models.TextField(db_index=True)),
                ("report", models.TextField()),
                ("period", engine.store.fields.PeriodText(max_length=8)),
                ("number", models.PositiveIntegerField()),
                ("language", models.TextField()),
                ("as_of", models.DateField()),
                ("at", models.DateTimeField()),
                ("who", engine.store.fields.SafeText()),
                ("accepted", engine.store.fields.SafeText()),
                ("log_head", models.TextField()),
                ("basis", engine.store.fields.JsonText()),
                ("basis_hash", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("link", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "report", "period", "number"), name="edition_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("format", models.TextField()),
                ("hash", models.CharField(max_length=64)),
                ("data", models.BinaryField()),
                (
                    "edition",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="files", to="store.edition"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("edition", "format"), name="edition_file_once")],
            },
        ),
        migrations.RunPython(begin_editions),
        append_only("store_reportwords", ["seq"]),
        append_only("store_edition", ["seq"], ["organisation", "report", "period", "number"]),
        append_only("store_editionfile", ["id"], ["edition_id", "format"]),
        only_forward("store_editionhead", "id", "count"),
    ]

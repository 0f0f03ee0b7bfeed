"""The ledger of decisions (exemptions, maintenance windows, held rounds) and what each round saw of each organisation."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import engine.store.fields
from engine.store.guards import append_only, only_forward


def begin_ledger(apps: Any, editor: Any) -> None:
    apps.get_model("store", "DecisionHead").objects.using(editor.connection.alias).create(id=1, count=0, link="0" * 64)


class Migration(migrations.Migration):
    dependencies = [("store", "0003_notices")]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("seq", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("organisation", models.TextField(db_index=True)),
                ("about", models.TextField()),
                ("at", models.DateTimeField()),
                ("facts", engine.store.fields.JsonText()),
                ("previous", models.CharField(max_length=64)),
                ("seal", models.CharField(max_length=64)),
                ("link", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="DecisionHead",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("count", models.PositiveBigIntegerField()),
                ("link", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="DecisionWords",
            fields=[
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="said",
                        serialize=False,
                        to="store.decision",
                    ),
                ),
                ("salt", models.BinaryField()),
                ("who", engine.store.fields.JsonText()),
                ("words", engine.store.fields.JsonText()),
            ],
        ),
        migrations.CreateModel(
            name="RoundTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.TextField()),
                ("rules", models.PositiveIntegerField()),
                ("judged", models.PositiveIntegerField()),
                ("held", models.BooleanField()),
                (
                    "round",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="tallies", to="store.round"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("round", "organisation"), name="tally_once")],
            },
        ),
        migrations.RunPython(begin_ledger),
        append_only("store_decision", ["seq"]),
        append_only("store_decisionwords", ["decision_id"]),
        append_only("store_roundtally", ["id"], ["round_id", "organisation"]),
        only_forward("store_decisionhead", "id", "count"),
    ]

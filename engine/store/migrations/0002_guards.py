"""What is on record stays as it is: the database itself refuses to change or delete it."""

from typing import Any

from django.db import migrations

from engine.store.guards import append_only, erasable, exact_numbers, only_forward


def begin_log(apps: Any, editor: Any) -> None:
    apps.get_model("store", "LogHead").objects.using(editor.connection.alias).create(id=1, count=0, link="0" * 64)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]

    operations = [
        migrations.RunPython(begin_log),
        append_only("store_content", ["hash"]),
        append_only("store_delivery", ["id"]),
        append_only("store_refusal", ["seq"]),
        append_only("store_problem", ["id"]),
        append_only(
            "store_observation", ["id"], ["organisation", "metric", "unit", "dimension", "period", "delivery_id"]
        ),
        append_only("store_round", ["number"]),
        append_only(
            "store_verdict",
            ["seq"],
            ["organisation", "rule", "unit", "dimension", "period", "rule_version", "data_revision", "conclusion"],
        ),
        append_only("store_standing", ["seq"], ["replaces_id"]),
        append_only("store_avvik", ["number"]),
        append_only("store_entry", ["seq"]),
        append_only("store_erasure", ["entry_id"]),
        erasable("store_entrywords", "entry_id", "store_erasure"),
        only_forward("store_loghead", "id", "count"),
        exact_numbers("store_observation", "value", "numerator", "denominator", "n"),
        exact_numbers("store_verdict", "value", "raw_value", "numerator", "denominator", "margin"),
    ]

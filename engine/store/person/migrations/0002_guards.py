"""Nothing about persons is changed in place, and who looked and what was deleted stays on record."""

from typing import Any

from django.db import migrations

from engine.store.guards import append_only, only_forward, unchanging


def begin(apps: Any, editor: Any) -> None:
    apps.get_model("person", "Head").objects.using(editor.connection.alias).create(id=1, revision=0)


class Migration(migrations.Migration):
    dependencies = [("person", "0001_initial")]

    operations = [
        migrations.RunPython(begin),
        only_forward("person_head", "id", "revision"),
        append_only("person_access", ["id"]),
        append_only("person_deletion", ["id"]),
        *(
            unchanging(f"person_{table}")
            for table in ("link", "batch", "covered", "record", "superseded", "breach", "breachentry", "case", "caseentry")
        ),
    ]

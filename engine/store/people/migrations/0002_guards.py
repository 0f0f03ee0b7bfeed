"""What was given, ended, invited and done stays on record: the database itself refuses to change or delete it."""

from django.db import migrations

from engine.store.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        append_only("people_grant", ["id"]),
        append_only("people_grantend", ["grant_id"]),
        append_only("people_duty", ["id"]),
        append_only("people_dutyend", ["duty_id"]),
        append_only("people_invitation", ["number"], ["code_hash"]),
        append_only("people_acceptance", ["invitation_id"]),
        append_only("people_event", ["id"]),
    ]

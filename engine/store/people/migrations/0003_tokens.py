"""Tokens and their ends: what was issued stays on record."""

import django.db.models.deletion
from django.db import migrations, models

import engine.store.fields
from engine.store.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("people", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("name", engine.store.fields.SafeText()),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to="people.account",
                    ),
                ),
                ("role", models.TextField()),
                ("organisation", models.TextField()),
                ("unit", models.TextField()),
                ("scopes", engine.store.fields.JsonText()),
                ("sources", engine.store.fields.JsonText()),
                ("since", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("by", engine.store.fields.SafeText()),
            ],
        ),
        migrations.CreateModel(
            name="TokenEnd",
            fields=[
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="end",
                        serialize=False,
                        to="people.token",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", engine.store.fields.SafeText()),
            ],
        ),
        append_only("people_token", ["id"], ["secret_hash"]),
        append_only("people_tokenend", ["token_id"]),
    ]

"""Sessions that their owner sees and ends, and since when an account is erased."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_tokens")]

    operations = [
        migrations.AddField("account", "erased_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("browser", models.TextField()),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="people.account"),
                ),
            ],
        ),
    ]

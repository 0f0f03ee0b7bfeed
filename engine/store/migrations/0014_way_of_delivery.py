"""How each file came and who sent it; of those that came before nobody knows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0013_decision_erasure")]

    # Columns that may be empty are added without the table being rebuilt: its guards stay.
    operations = [
        migrations.AddField(table, column, models.TextField(null=True))
        for table in ("delivery", "refusal")
        for column in ("way", "sender")
    ]

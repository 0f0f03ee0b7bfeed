"""A page shows one period of one organisation: it must not read every year that was ever judged to find it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0006_editions")]

    operations = [
        migrations.AddIndex(
            model_name="verdict",
            index=models.Index(fields=["organisation", "period", "unit"], name="verdict_of_period"),
        ),
    ]

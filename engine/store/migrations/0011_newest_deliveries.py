"""Systems deliver every hour: a page of what came last must not read everything that ever came."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0010_drafts")]

    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["organisation", "received_at", "id"], name="delivery_newest"),
        ),
        migrations.AddIndex(
            model_name="refusal",
            index=models.Index(fields=["organisation", "received_at", "delivery_id"], name="refusal_newest"),
        ),
    ]

"""The outbox: notices written with their cause, and what came of sending them."""

import django.db.models.deletion
import engine.store.fields
from django.db import migrations, models

from engine.store.guards import append_only, kept, unchanging


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('number', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=16, unique=True)),
                ('organisation', models.TextField()),
                ('recipient', models.TextField()),
                ('channel', models.TextField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('notice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='letter', serialize=False, to='store.notice')),
                ('message_id', models.TextField()),
                ('references', engine.store.fields.JsonText()),
                ('address', engine.store.fields.SafeText()),
                ('subject', engine.store.fields.SafeText()),
                ('text', engine.store.fields.SafeText()),
                ('html', engine.store.fields.SafeText()),
                ('data', engine.store.fields.JsonText()),
                ('language', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(max_length=16)),
                ('said', engine.store.fields.SafeText()),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='store.notice')),
            ],
        ),
        migrations.CreateModel(
            name='Told',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.TextField()),
                ('reason', models.TextField()),
                ('upto', models.PositiveBigIntegerField()),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='told', to='store.notice')),
            ],
        ),
        migrations.CreateModel(
            name='Outgoing',
            fields=[
                ('notice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='outgoing', serialize=False, to='store.notice')),
                ('recipient', models.TextField()),
                ('channel', models.TextField()),
                ('state', models.CharField(max_length=8)),
                ('next_at', models.DateTimeField()),
                ('failures', models.PositiveIntegerField(default=0)),
                ('unreached', models.PositiveIntegerField(default=0)),
                ('claim', models.CharField(default='', max_length=32)),
                ('claimed_until', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'recipient', 'channel'], name='outgoing_line')],
            },
        ),
        append_only("store_notice", ["number"], ["key"]),
        append_only("store_told", ["id"]),
        append_only("store_attempt", ["id"]),
        kept("store_outgoing"),
        unchanging("store_letter"),
    ]

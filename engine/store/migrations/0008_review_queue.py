"""The review queue's cards, which are derived, and files beside entries, which are part of the log and guarded like it."""

import django.db.models.deletion
import engine.store.fields
from django.db import migrations, models

from engine.store.guards import erasable


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0007_verdict_of_period'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='attachment', serialize=False, to='store.entry')),
                ('data', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Card',
            fields=[
                ('number', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('organisation', models.TextField()),
                ('rule', models.TextField()),
                ('unit', models.TextField()),
                ('dimension', models.TextField()),
                ('state', models.TextField()),
                ('condition', models.TextField()),
                ('severity', models.PositiveSmallIntegerField()),
                ('owner', engine.store.fields.SafeText()),
                ('opened_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('last_seq', models.PositiveBigIntegerField(db_index=True)),
                ('first_period', engine.store.fields.PeriodText(max_length=8, null=True)),
                ('last_period', engine.store.fields.PeriodText(max_length=8, null=True)),
                ('missed', models.PositiveIntegerField()),
                ('due', models.DateField(null=True)),
                ('is_open', models.BooleanField()),
                ('is_new', models.BooleanField()),
                ('is_worse', models.BooleanField()),
                ('is_unseen', models.BooleanField()),
                ('is_effect', models.BooleanField()),
                ('found_by', engine.store.fields.SafeText()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_open', True)), fields=['organisation', 'severity', 'number', 'unit', 'rule'], name='card_is_open'), models.Index(condition=models.Q(('is_new', True)), fields=['organisation', 'severity', 'number', 'unit', 'rule'], name='card_is_new'), models.Index(condition=models.Q(('is_worse', True)), fields=['organisation', 'severity', 'number', 'unit', 'rule'], name='card_is_worse'), models.Index(condition=models.Q(('is_unseen', True)), fields=['organisation', 'severity', 'number', 'unit', 'rule'], name='card_is_unseen'), models.Index(condition=models.Q(('is_effect', True)), fields=['organisation', 'severity', 'number', 'unit', 'rule'], name='card_is_effect'), models.Index(fields=['organisation', 'severity', 'number', 'unit', 'rule'], name='card_all'), models.Index(fields=['organisation', 'state', 'severity', 'number'], name='card_state'), models.Index(condition=models.Q(('due__isnull', False)), fields=['organisation', 'due'], name='card_due'), models.Index(fields=['organisation', 'last_seq'], name='card_changed'), models.Index(fields=['organisation', 'rule', 'unit', 'dimension'], name='card_subject')],
            },
        ),
        migrations.CreateModel(
            name='Hand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', engine.store.fields.SafeText()),
                ('card', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hands', to='store.card')),
            ],
            options={
                'indexes': [models.Index(fields=['name', 'card'], name='hand_name')],
            },
        ),
        erasable('store_attachment', 'entry_id', 'store_erasure'),
    ]

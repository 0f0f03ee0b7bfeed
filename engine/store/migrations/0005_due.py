"""Which rounds are due, who runs them, and what became of them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0004_decisions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Due',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job', models.TextField()),
                ('organisation', models.TextField()),
                ('slot', models.TextField()),
                ('due_at', models.DateTimeField()),
                ('since', models.TextField()),
                ('epoch', models.PositiveIntegerField(default=0)),
                ('pulse', models.PositiveBigIntegerField(default=0)),
                ('holder', models.TextField(default='')),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('failure', models.TextField(default='')),
                ('retry_at', models.DateTimeField(null=True)),
                ('begun_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'job', 'slot'), name='due_once')],
            },
        ),
    ]

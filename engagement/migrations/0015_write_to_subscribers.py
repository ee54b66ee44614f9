"""Subscribers, what they agreed to, and what is sent to them."""


import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import engagement.models.subscriptions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('civic', '0006_fold_text_for_search'),
        ('engagement', '0014_keep_tables_of_residents'),
    ]

    operations = [
        # Reports from before have no time, so that nobody is written to about them
        migrations.AddField(
            model_name='commitmentupdate',
            name='recorded_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='commitmentupdate',
            name='recorded_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, null=True),
        ),
        migrations.CreateModel(
            name='Mailing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('summary', 'Summary'), ('report', 'Report on a commitment'), ('event', 'Event')], max_length=10, verbose_name='kind')),
                ('number', models.PositiveBigIntegerField()),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'mailing',
                'verbose_name_plural': 'mailings',
                'ordering': ['-found_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'number'), name='mailing_once_per_item')],
            },
        ),
        migrations.CreateModel(
            name='Subscriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(blank=True, max_length=254, null=True, verbose_name='e-mail address')),
                ('address_hash', models.CharField(max_length=64)),
                ('language', models.CharField(choices=[('en', 'English'), ('vi', 'Tiếng Việt'), ('pl', 'Polski'), ('fa', 'فارسی'), ('it', 'Italiano')], default='en', max_length=2, verbose_name='language')),
                ('secret', models.CharField(default=engagement.models.subscriptions.new_secret, max_length=43, unique=True)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('letter_due_at', models.DateTimeField(blank=True, null=True)),
                ('letter_attempts', models.PositiveSmallIntegerField(default=0)),
                ('is_demonstration', models.BooleanField(default=False, verbose_name='demonstration')),
            ],
            options={
                'verbose_name': 'subscriber',
                'verbose_name_plural': 'subscribers',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['address_hash'], name='subscriber_hash'), models.Index(condition=models.Q(('letter_due_at__isnull', False)), fields=['letter_due_at'], name='subscriber_letter_due')],
                'constraints': [models.UniqueConstraint(fields=('address',), name='subscriber_address_unique'), models.CheckConstraint(condition=models.Q(('address', None), ('address', django.db.models.functions.text.Lower(models.F('address'))), _connector='OR'), name='subscriber_address_lowercase'), models.CheckConstraint(condition=models.Q(models.Q(('address__isnull', False), ('ended_at', None)), models.Q(('address', None), ('confirmed_at__isnull', False), ('ended_at__isnull', False), ('letter_due_at', None)), _connector='OR'), name='subscriber_address_until_ended')],
            },
        ),
        migrations.CreateModel(
            name='ConsentEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('asked', 'Asked'), ('confirmed', 'Confirmed'), ('changed', 'Changed'), ('ended', 'Ended'), ('bounced', 'Bounced')], max_length=10, verbose_name='what')),
                ('happened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('language', models.CharField(choices=[('en', 'English'), ('vi', 'Tiếng Việt'), ('pl', 'Polski'), ('fa', 'فارسی'), ('it', 'Italiano')], max_length=2, verbose_name='language')),
                ('wording', models.CharField(max_length=20, verbose_name='wording')),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None, verbose_name='topics')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consent_events', to='engagement.subscriber', verbose_name='subscriber')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consent',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('failed', 'Failed')], default='waiting', max_length=10, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('claim', models.UUIDField(blank=True, null=True)),
                ('claimed_until', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('trouble', models.CharField(blank=True, max_length=40)),
                ('mailing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='engagement.mailing', verbose_name='mailing')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='engagement.subscriber', verbose_name='subscriber')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at', 'id'], name='delivery_due'), models.Index(condition=models.Q(('state', 'sent')), fields=['sent_at'], name='delivery_sent')],
                'constraints': [models.UniqueConstraint(fields=('mailing', 'subscriber'), name='delivery_once_per_subscriber'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='delivery_sent_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(choices=[('summaries', 'What we heard: the summary of each season'), ('commitments', 'What became of what we promised'), ('events', 'Events near me, a few days before')], max_length=20, verbose_name='topic')),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='civic.district', verbose_name='district')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='engagement.subscriber', verbose_name='subscriber')),
            ],
            options={
                'verbose_name': 'subscription',
                'verbose_name_plural': 'subscriptions',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('subscriber', 'topic'), name='subscription_once_per_topic'), models.CheckConstraint(condition=models.Q(('district', None), ('topic', 'events'), _connector='OR'), name='subscription_district_of_events')],
            },
        ),
    ]

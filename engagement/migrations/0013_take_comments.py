"""Comments; what changes the published ones stamps their topic.

Those that wait change no page, so that sending them does not make pages anew.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


STAMP = """
CREATE TRIGGER comment_insert_stamp AFTER INSERT ON engagement_comment
FOR EACH ROW WHEN (NEW.state = 'published') EXECUTE FUNCTION civic_stamp('comments');
CREATE TRIGGER comment_update_stamp
AFTER UPDATE OF state, name, text, answer, summary_id ON engagement_comment
FOR EACH ROW WHEN (OLD.state = 'published' OR NEW.state = 'published')
EXECUTE FUNCTION civic_stamp('comments');
CREATE TRIGGER comment_delete_stamp AFTER DELETE ON engagement_comment
FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION civic_stamp('comments');
"""
FORGET = """
DROP TRIGGER comment_delete_stamp ON engagement_comment;
DROP TRIGGER comment_update_stamp ON engagement_comment;
DROP TRIGGER comment_insert_stamp ON engagement_comment;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('civic', '0007_stamp_changes_of_comments'),
        ('engagement', '0012_keep_first_versions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission', models.UUIDField(editable=False, unique=True, verbose_name='submission')),
                ('language', models.CharField(choices=[('en', 'English'), ('vi', 'Tiếng Việt'), ('pl', 'Polski'), ('fa', 'فارسی'), ('it', 'Italiano')], max_length=2, verbose_name='language')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('text', models.TextField(max_length=3000, verbose_name='comment')),
                ('email', models.EmailField(blank=True, help_text='Deleted as soon as its owner was told what was decided.', max_length=254, verbose_name='e-mail address')),
                ('flags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None, verbose_name='doubts')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('published', 'Published'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='waiting', max_length=10, verbose_name='state')),
                ('rule', models.CharField(blank=True, choices=[('insulting', 'Nobody is insulted or threatened.'), ('accusing', 'Nobody who is named is accused of doing wrong.'), ('private', 'Nothing in it leads to a private person, such as a telephone number.'), ('language', 'It is written in the language of the page.'), ('subject', 'It is about what the page is about.')], max_length=10, verbose_name='rule that was broken')),
                ('explanation', models.TextField(blank=True, max_length=1000, verbose_name='words to the author')),
                ('moderated_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('answer', models.TextField(blank=True, help_text='In the language of the comment; it stands below it.', max_length=3000, verbose_name='answer of the library')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='author told')),
                ('is_demonstration', models.BooleanField(default=False, verbose_name='demonstration')),
                ('moderated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('summary', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='engagement.summary', verbose_name='summary')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'ordering': ['sent_at', 'pk'],
                'indexes': [models.Index(fields=['state', 'sent_at'], name='comment_queue'), models.Index(fields=['summary', 'state'], name='comment_of_summary')],
                'constraints': [models.CheckConstraint(condition=models.Q(('summary__isnull', False)), name='comment_about_one_subject'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_in_words'), models.CheckConstraint(condition=models.Q(models.Q(('moderated_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('moderated_at__isnull', False)), _connector='OR'), name='comment_decided_at_some_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), models.Q(('rule', ''), _negated=True)), models.Q(models.Q(('state', 'refused'), _negated=True), ('explanation', ''), ('rule', '')), _connector='OR'), name='comment_refused_by_a_rule', violation_error_message='Say which rule of the policy the comment breaks.'), models.CheckConstraint(condition=models.Q(('told_at__isnull', True), ('email', ''), _connector='OR'), name='comment_address_gone_once_told')],
            },
        ),
        migrations.RunSQL(STAMP, FORGET),
    ]

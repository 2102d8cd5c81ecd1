-- When a month of the site map last changed: by a story that was published, edited, corrected or withdrawn. One entry of the
-- index answers it, however many stories the month has.
create index story_month_changed on story (
  date_trunc('month', published_at at time zone 'Asia/Shanghai'),
  greatest(published_at, updated_at, withdrawn_at) desc)
  where status in ('published', 'withdrawn');

-- What is known of all who could have been asked.
--
-- grain: survey, margin, level
-- reads: survey_frame

select
    survey,
    margin,
    level,
    population,
    coalesce(invited, 0) as invited
from survey_frame
order by survey, margin, level

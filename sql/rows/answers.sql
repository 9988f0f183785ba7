-- Citizens' answers until $as_of.
--
-- grain: answer_id
-- reads: assessments

select
    answer_id,
    survey,
    respondent,
    service,
    domain,
    dimension,
    score,
    scale_min,
    scale_max,
    scale_direction,
    coalesce(given_by, 'self') as given_by,
    stratum,
    age_band,
    sex,
    district,
    target_group
from assessments
where answered_date <= $as_of
order by answer_id

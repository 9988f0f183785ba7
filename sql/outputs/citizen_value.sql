-- What citizens answered, weighted to all who could have been asked, by service and
-- life domain. Means go from 0 to 1, 1 being most. The dimensions are never averaged.
--
-- grain: municipality, service, domain, dimension
-- reads: citizen_value, domains
-- municipality      "all" where answers are one municipality's own
-- service           "all" where the source does not tell services apart
-- dimension         importance, need, outcome (what is experienced), satisfaction; need_gap (how far
--                   need exceeds what is experienced); weight (share of all importance, sums to 1)
-- year              of the published mean, or of the as-of date
-- invited, answered  persons; null where not known
-- weighted_mean     the mean; for weight the weight itself
-- low, high         95 % interval; null where there is none
-- unreached_share   share of the population in groups where nobody answered
-- effective_answers answers of equal weight with the same precision
-- proxy_share       share of answers that relatives or staff gave; they are not in the mean
-- mean_with_proxies the mean if they were
-- status            ok, or why a number is missing

select
    citizen_value.municipality,
    citizen_value.service,
    citizen_value.domain,
    citizen_value.dimension,
    domains.label_da as domain_label_da,
    domains.label_en as domain_label_en,
    cast(citizen_value.year as integer) as year,
    citizen_value.invited,
    citizen_value.answered,
    citizen_value.response_rate,
    citizen_value.weighted_mean,
    citizen_value.standard_error,
    citizen_value.low,
    citizen_value.high,
    citizen_value.unreached_share,
    citizen_value.effective_answers,
    citizen_value.proxy_share,
    citizen_value.mean_with_proxies,
    citizen_value.status
from citizen_value
left join domains
    on citizen_value.domain = domains.domain

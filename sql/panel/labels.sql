-- The age bands that occur, as the sources name them.
--
-- grain: band
-- reads: grant_events, ledger_month, activity_year

select band from grant_events
union
select band from ledger_month where band is not null
union
select band from activity_year
order by band

-- The least that can be asked of the ledger: what the machine can do in this minute.

select sum(amount) from read_parquet(getvariable('folder') || '/costs.parquet')

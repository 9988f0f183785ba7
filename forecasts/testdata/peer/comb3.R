# Forecasts of R's package forecast with its defaults, series by series: ets, auto.arima,
# thetaf, and comb3, the mean of the three and of the ends of their intervals. Columns are
# those of the published r_forecasts_*.csv.gz.
#
#   Rscript comb3.R SERIES FREQUENCY HORIZON RESULT
#
# SERIES is a CSV file without header, a row a value: key, value. Rows of a series follow
# each other in time. A series that a method fails on ends the program.
suppressPackageStartupMessages(library(forecast))

given <- commandArgs(TRUE)
rows <- read.csv(given[1], header = FALSE, col.names = c("key", "value"), colClasses = c("character", "numeric"))
frequency <- as.integer(given[2])
horizon <- as.integer(given[3])

ends <- function(f) cbind(f$mean, f$lower[, 1], f$upper[, 1], f$lower[, 2], f$upper[, 2])

one <- function(key, values) {
  x <- ts(values, frequency = frequency)
  level <- c(80, 95)
  three <- list(
    ets = ends(forecast(ets(x), h = horizon, level = level)),
    auto.arima = ends(forecast(auto.arima(x), h = horizon, level = level)),
    thetaf = ends(thetaf(x, h = horizon, level = level))
  )
  three$comb3 <- Reduce(`+`, three) / 3
  do.call(rbind, lapply(names(three), function(method) {
    m <- three[[method]]
    colnames(m) <- c("mean", "lo80", "hi80", "lo95", "hi95")
    cbind(series_id = key, method = method, step = seq_len(horizon), as.data.frame(unclass(m)))
  }))
}

series <- split(rows$value, factor(rows$key, unique(rows$key)))
made <- parallel::mcmapply(one, names(series), series,
  SIMPLIFY = FALSE, mc.cores = parallel::detectCores(), mc.preschedule = FALSE
)
failed <- !vapply(made, is.data.frame, TRUE)
if (any(failed)) stop("no forecast of ", paste(names(series)[failed], collapse = ", "), ": ", made[failed][[1]])
write.csv(do.call(rbind, made), gzfile(given[4]), row.names = FALSE, quote = FALSE)

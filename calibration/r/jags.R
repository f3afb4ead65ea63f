# The plain AR(1) model with Stilla's priors in JAGS, gaps as powers of rho; no nugget, no carry-over.
# Rscript calibration/r/jags.R > tests/analysis/oracles/jags.json
suppressPackageStartupMessages(library(rjags))

MODEL <- "model {
  y[1] ~ dnorm(mu[1], 1 / sigma^2)
  for (i in 2:n) {
    kept[i] <- rho^gap[i]
    y[i] ~ dnorm(mu[i] + kept[i] * (y[i - 1] - mu[i - 1]), 1 / (sigma^2 * (1 - kept[i]^2)))
  }
  for (i in 1:n) { mu[i] <- beta[1] + beta[2] * active[i] + beta[3] * trend[i] }
  beta[1] ~ dnorm(centre, 1 / (2.5 * scale)^2)
  beta[2] ~ dnorm(0, 1 / scale^2)
  beta[3] ~ dnorm(0, 1 / (2 * scale)^2)
  sigma ~ dt(0, 1 / scale^2, 4) T(0, )
  share ~ dbeta(2, 2)
  rho <- -0.3 + 1.29 * share
}"
SEED <- 20261122
CHAINS <- 4
DRAWS <- 100000
BATCHES <- 50 # of each chain; long beside the autocorrelation, so that they are nearly independent

number <- function(x) paste(sprintf("%.8g", x), collapse = ", ")

figures <- function(x) c(mean(x), sd(x), quantile(x, c(0.025, 0.25, 0.5, 0.75, 0.975)))

summarised <- function(chains) { # draws x chains of one quantity: figures, and their Monte-Carlo standard errors
  whole <- figures(as.vector(chains))
  size <- nrow(chains) / BATCHES
  batches <- apply(matrix(as.vector(chains), nrow = size), 2, figures)
  mcse <- apply(batches, 1, sd) / sqrt(ncol(batches))
  sprintf('{"figures": [%s], "mcse": [%s]}', number(whole), number(mcse))
}

one <- function(name) {
  diary <- read.csv(file.path("calibration", "data", paste0(name, ".csv")))
  ends <- range(diary$night)
  diary$trend <- (diary$night - ends[1]) / diff(ends) - 0.5
  diary <- diary[!is.na(diary$score), ]
  data <- list(
    y = diary$score, n = nrow(diary), gap = c(NA, diff(diary$night)), active = diary$active, trend = diary$trend,
    centre = 5, scale = 2
  )
  starts <- lapply(seq_len(CHAINS), function(chain) {
    list(.RNG.name = "base::Mersenne-Twister", .RNG.seed = SEED + chain, sigma = 1 + chain / 2, share = chain / 5)
  })
  model <- jags.model(textConnection(MODEL), data, starts, CHAINS, n.adapt = 5000, quiet = TRUE)
  update(model, 5000, progress.bar = "none")
  draws <- coda.samples(model, c("beta", "rho", "sigma"), DRAWS, progress.bar = "none")
  of <- function(parameter) summarised(vapply(draws, function(chain) as.vector(chain[, parameter]), numeric(DRAWS)))
  sprintf(
    '  "%s": {\n    "effect": %s,\n    "trend": %s,\n    "rho": %s,\n    "sigma": %s\n  }',
    name, of("beta[2]"), of("beta[3]"), of("rho"), of("sigma")
  )
}

diaries <- c("short28", "nights56", "default168", "floor56", "gaps70")
cat(sprintf(
  paste0(
    '{\n  "made_by": "calibration/r/jags.R",\n  "versions": {"R": "%s", "rjags": "%s", "JAGS": "%s"},\n',
    '  "seed": %d, "chains": %d, "draws": %d,\n',
    '  "figures_are": ["mean", "sd", "q025", "q25", "q50", "q75", "q975"],\n%s\n}\n'
  ),
  getRversion(), packageVersion("rjags"), jags.version(), SEED, CHAINS, DRAWS,
  paste(vapply(diaries, one, ""), collapse = ",\n")
))

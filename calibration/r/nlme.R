# gls with an AR(1) in calendar days: ML and REML, and both log-likelihoods at fixed correlations.
# Rscript calibration/r/nlme.R > tests/analysis/oracles/nlme.json
suppressPackageStartupMessages(library(nlme))

number <- function(x) paste(sprintf("%.12g", x), collapse = ", ")
named <- function(x) paste(sprintf('"%s": [%s]', names(x), vapply(x, number, "")), collapse = ", ")

fitted <- function(diary, method, phi = NULL) {
  correlation <- if (is.null(phi)) corAR1(0.3, form = ~night) else corAR1(phi, form = ~night, fixed = TRUE)
  control <- glsControl(tolerance = 1e-12, msTol = 1e-14, msMaxIter = 1000, maxIter = 1000)
  fit <- gls(score ~ active + trend, data = diary, correlation = correlation, method = method, control = control)
  # The documented switch gives the model's standard errors without nlme's small-sample factor for ML.
  plain <- sqrt(diag(vcov(fit)))
  unadjusted <- if (method == "ML") plain * sqrt((nrow(diary) - 3) / nrow(diary)) else plain
  list(
    phi = coef(fit$modelStruct$corStruct, unconstrained = FALSE), beta = unname(coef(fit)), se = unname(plain),
    unadjusted_se = unname(unadjusted), sigma = fit$sigma, loglik = as.numeric(logLik(fit))
  )
}

one <- function(name) {
  diary <- read.csv(file.path("calibration", "data", paste0(name, ".csv")))
  ends <- range(diary$night)
  diary$trend <- (diary$night - ends[1]) / diff(ends) - 0.5
  diary <- diary[!is.na(diary$score), ]
  at <- c(0.2, 0.6, 0.9)
  fixed <- lapply(at, function(phi) fitted(diary, "ML", phi))
  fixed_reml <- lapply(at, function(phi) fitted(diary, "REML", phi))
  sprintf(
    '  "%s": {\n    "ML": {%s},\n    "REML": {%s},\n    "fixed": {%s}\n  }', name,
    named(fitted(diary, "ML")), named(fitted(diary, "REML")),
    named(list(
      phi = at, ML = vapply(fixed, function(f) f$loglik, 0), REML = vapply(fixed_reml, function(f) f$loglik, 0),
      effect = vapply(fixed_reml, function(f) f$beta[2], 0), effect_se = vapply(fixed_reml, function(f) f$se[2], 0)
    ))
  )
}

diaries <- c("short28", "nights56", "default168", "floor56", "gaps70")
cat(sprintf(
  '{\n  "made_by": "calibration/r/nlme.R",\n  "versions": {"R": "%s", "nlme": "%s"},\n%s\n}\n',
  getRversion(), packageVersion("nlme"), paste(vapply(diaries, one, ""), collapse = ",\n")
))

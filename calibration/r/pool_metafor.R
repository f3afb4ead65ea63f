# Random-effects meta-analysis in metafor: REML, Knapp-Hartung, DerSimonian-Laird, and profile log-likelihoods.
# Rscript calibration/r/pool_metafor.R > tests/analysis/oracles/pool_metafor.json
suppressPackageStartupMessages(library(metafor))

SETS <- list(
  five = list(people = 5, mu = -0.4, tau = 0.5), twelve = list(people = 12, mu = 0.3, tau = 0.9),
  forty = list(people = 40, mu = -0.5, tau = 0.7), alike = list(people = 25, mu = -0.2, tau = 0)
)
GRID <- c(0.05, 0.2, 0.5, 1, 2)

number <- function(x) paste(sprintf("%.12g", x), collapse = ", ")

one <- function(name) {
  set <- SETS[[name]]
  se <- round(runif(set$people, 0.15, 0.6), 3)
  effect <- round(rnorm(set$people, rnorm(set$people, set$mu, set$tau), se), 3)
  precise <- list(threshold = 1e-12, maxiter = 10000, stepadj = 0.5)
  reml <- rma(effect, sei = se, method = "REML", control = precise)
  kh <- rma(effect, sei = se, method = "REML", test = "knha", control = precise)
  dl <- rma(effect, sei = se, method = "DL")
  at <- vapply(GRID, function(tau) {
    fixed <- rma(effect, sei = se, method = "REML", tau2 = tau^2)
    c(fixed$beta, fixed$se, logLik(fixed))
  }, numeric(3))
  blups <- blup(reml)
  sprintf(
    paste0(
      '  "%s": {\n    "effect": [%s],\n    "se": [%s],\n    "reml": {"tau2": %s, "mu": %s, "se": %s, "loglik": %s},\n',
      '    "knapp_hartung": {"lo": %s, "hi": %s},\n    "dersimonian": {"tau2": %s, "mu": %s, "se": %s},\n',
      '    "blup": [%s],\n    "at": {"tau": [%s], "mu": [%s], "se": [%s], "loglik": [%s]}\n  }'
    ),
    name, number(effect), number(se), number(reml$tau2), number(reml$beta), number(reml$se), number(logLik(reml)),
    number(kh$ci.lb), number(kh$ci.ub), number(dl$tau2), number(dl$beta), number(dl$se), number(blups$pred),
    number(GRID), number(at[1, ]), number(at[2, ]), number(at[3, ])
  )
}

set.seed(20261122)
cat("{\n")
cat(paste(vapply(names(SETS), one, ""), collapse = ",\n"))
cat("\n}\n")

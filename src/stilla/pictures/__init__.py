"""Pictures: each is defined once, as a value with its words and numbers, and drawn in three ways.

```
nights, quantile_dots, hundred_dots, forecast, forest, timeline     values in, a `Picture` out; they know no medium
draw      the door: terminal(), svg(), png(), save()
vega/     a picture as a Vega-Lite specification, and the document made of it
typed/    a picture as lines of text
```

The specifications are plain dictionaries: they are few, fixed and checked in the tests against Vega-Lite's own schema,
so that Altair's typed names would only add the better part of a second to every start that draws.
"""

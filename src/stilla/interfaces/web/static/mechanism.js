// Sliders beside the fields of "How would it work?". The field decides; a slider writes into it, and follows it.
const live = document.getElementById("live")
const comma = document.documentElement.lang === "sv"

const APART = 50 // ms between two questions while a slider is dragged
const SETTLED = 400
let told, settled

const written = (value) => (comma ? value.replace(".", ",") : value)
const readable = (text) => {
  const found = text.trim().replace(",", ".").match(/^\d+(\.\d+)?/)
  return found && Number(found[0])
}

for (const slider of live.querySelectorAll("input[type=range]")) {
  const field = document.getElementById(slider.dataset.field)
  const follow = () => {
    slider.value = readable(field.value) ?? slider.defaultValue
    slider.setAttribute("aria-valuetext", field.value.trim() || slider.dataset.empty)
  }
  slider.addEventListener("input", (event) => {
    event.stopPropagation()
    field.value = written(slider.value)
    slider.setAttribute("aria-valuetext", field.value)
    told ??= setTimeout(() => {
      told = undefined
      // Told apart from typing, which may stop in the middle of a number and is waited for longer.
      field.dispatchEvent(new CustomEvent("moved", { bubbles: true }))
    }, APART)
  })
  field.addEventListener("input", follow)
  follow()
  slider.hidden = false
}

// The address can be kept as a bookmark. Written once a value has settled: browsers refuse it many times a second.
live.addEventListener("change", () => {
  clearTimeout(settled)
  settled = setTimeout(() => {
    const chosen = (each) => (["radio", "checkbox"].includes(each.type) ? each.checked : each.value)
    const measured = document.getElementById("field-observed")
    const asked = [...live.querySelectorAll("[name]"), measured].filter(chosen)
    history.replaceState(history.state, "", `?${new URLSearchParams(asked.map((each) => [each.name, each.value]))}`)
  }, SETTLED)
})

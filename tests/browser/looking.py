"""What a pair of eyes would see on a page: text that is cut off, overlaps, runs out of the screen, or is too small."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.allowed import AXE

CUT = """() => {
  const found = [], slack = 1.5;
  const say = (what, text) => found.push(what + ": " + text.trim().slice(0, 60));
  const visible = (element) => element.checkVisibility({opacityProperty: true, visibilityProperty: true});
  // Text for screen readers alone is in a box of one pixel; the header of Streamlit has menus that lie ready.
  const spoken = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const box = at.getBoundingClientRect(), style = getComputedStyle(at);
      if (style.display !== "contents" && box.width <= 1 && box.height <= 1) return true;
      if (style.clipPath === "inset(50%)") return true;
    }
    return false;
  };
  if (document.documentElement.scrollWidth > innerWidth + slack) say("the page is wider than the screen", document.title);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement, text = node.textContent;
    if (!text.trim() || ["SCRIPT", "STYLE", "NOSCRIPT"].includes(element.tagName)) continue;
    if (element.closest("svg, [data-testid=stIconMaterial]") || !visible(element) || spoken(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1 || box.height < 1 || (box.right < 0 && element.closest("a"))) continue;  // comes with the focus
      if (box.left < -slack || box.right > innerWidth + slack) say("beside the screen", text);
      let scrolls = false;
      for (let at = element; at && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at), around = at.getBoundingClientRect();
        if (style.display === "inline" || style.display === "contents") continue;
        scrolls ||= ["auto", "scroll"].includes(style.overflowY);  // what is below can be scrolled to
        const wide = style.overflowX !== "visible", high = style.overflowY !== "visible" && !scrolls;
        if (wide && (box.left < around.left - slack || box.right > around.right + slack)) say("cut at the side", text);
        if (high && (box.top < around.top - 4 || box.bottom > around.bottom + 4)) say("cut above or below", text);
      }
    }
  }
  const pen = document.createElement("canvas").getContext("2d");
  for (const field of document.querySelectorAll("input[placeholder]")) {
    if (!visible(field)) continue;
    const style = getComputedStyle(field);
    pen.font = style.font;
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (pen.measureText(field.placeholder).width > room + slack) say("cut in its field", field.placeholder);
  }
  for (const svg of document.querySelectorAll("svg")) {
    if (svg.ownerSVGElement || !visible(svg)) continue;
    const around = svg.getBoundingClientRect();
    const told = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim() && visible(text))
      .map((text) => ({words: text.textContent, box: text.getBoundingClientRect()}));
    told.forEach(({words, box}, number) => {
      if (/(…|\\.\\.\\.)$/.test(words)) say("shortened in a picture", words);
      if (box.left < around.left - slack || box.right > around.right + slack
        || box.top < around.top - slack || box.bottom > around.bottom + slack) say("outside its picture", words);
      for (const other of told.slice(number + 1)) {
        const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (wide > 2 && high > 4) say("on top of one another in a picture", words + " / " + other.words);
      }
    });
  }
  return [...new Set(found)];
}"""
SMALL = """(least) => {
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement, size = parseFloat(getComputedStyle(element).fontSize);
    if (node.textContent.trim() && element.checkVisibility() && size < least)
      found.add(size + " px: " + node.textContent.trim().slice(0, 60));
  }
  return [...found];
}"""


def cut(page: Page) -> list[str]:
    """Text that is not seen whole: cut by its box, beside the screen, outside or on top of other text in its picture."""
    found: list[str] = page.evaluate(CUT)
    return found


def small(page: Page, least: float = 14.0) -> list[str]:
    """Text of fewer than so many pixels, which a projector does not carry to the back row."""
    found: list[str] = page.evaluate(SMALL, least)
    return found


def violations(page: Page) -> list[str]:
    """What axe-core objects to, all its rules on, but for what is Streamlit's own."""
    page.evaluate(AXE_SCRIPT)
    rules = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations)")
    found = []
    for rule in rules:
        for node in rule["nodes"]:
            if not any(part in node["html"] for part in AXE.get(rule["id"], ())):
                why = " ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])
                found.append(f"{rule['id']}: {node['html'][:160]} {why[:200]}")
    return found

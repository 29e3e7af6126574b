// The texts of the page that lie outside of it, are cut off, or lie over each other.
(() => {
  const problems = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    problems.push("the page is wider than the window: " + document.documentElement.scrollWidth);
  }
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (node.data.trim() === "" || element.closest("script, style, .skip") || !element.checkVisibility()) {
      continue;
    }
    const range = document.createRange();
    range.selectNodeContents(node);
    const frames = [];
    for (let box = element.closest(".scroll"); box; box = box.parentElement.closest(".scroll")) {
      frames.push(box.getBoundingClientRect());
    }
    for (const rect of range.getClientRects()) {
      let [left, top, right, bottom] = [rect.left, rect.top, rect.right, rect.bottom];
      if (frames.length === 0 && (left < -0.5 || right > width + 0.5)) {
        problems.push("outside: " + node.data.trim() + " from " + left + " to " + right);
      }
      for (const frame of frames) {
        left = Math.max(left, frame.left);
        top = Math.max(top, frame.top);
        right = Math.min(right, frame.right);
        bottom = Math.min(bottom, frame.bottom);
      }
      if (right - left > 1 && bottom - top > 1) {
        texts.push({ node, left, top, right, bottom, sticky: element.closest(".tall thead") !== null });
      }
    }
  }
  for (const element of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    const cuts = style.overflowX !== "visible" || style.overflowY !== "visible";
    if (cuts && !(element instanceof SVGElement) && !element.matches(".scroll, input") && element.scrollWidth > element.clientWidth + 1) {
      problems.push("cut: " + element.tagName + " " + element.textContent.trim().slice(0, 60));
    }
  }
  texts.sort((a, b) => a.top - b.top);
  texts.forEach((a, i) => {
    for (let j = i + 1; j < texts.length && texts[j].top < a.bottom - 3; j++) {
      const b = texts[j];
      const over = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (a.node !== b.node && over > 1.5 && down > 4 && a.sticky === b.sticky) {
        problems.push("over each other: " + a.node.data.trim().slice(0, 60) + " / " + b.node.data.trim().slice(0, 60));
      }
    }
  });
  return { texts: texts.length, problems };
})()

// No text that is seen is smaller than 15 px.
() => {
	const found = new Set();
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const e = node.parentElement;
		if (!node.data.trim() || e.closest('script, style, .away') || !e.checkVisibility({visibilityProperty: true})) continue;
		let size = parseFloat(getComputedStyle(e).fontSize);
		const svg = e.closest('svg'); // the drawing may be scaled
		if (svg && svg.viewBox.baseVal.width) size *= e.getScreenCTM().a;
		if (size < 14.99) found.add(`text of ${Math.round(size * 10) / 10} px: ${e.localName}.${e.getAttribute('class') ?? ''}\t“${node.data.trim().slice(0, 30)}”`);
	}
	return [...found];
}

// Everything that one can press is 44 px high and wide, but for links inside a
// line of text, whose size the text gives (WCAG 2.5.8 and 2.5.5, "inline").
() => {
	const found = [];
	const name = e => e.localName + (e.id && '#' + e.id) + (e.classList.length ? '.' + [...e.classList].join('.') : '');
	const seen = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && e.closest('.away, .skip, .here') === null;
	// A link is part of running text if its block has words of its own beside it.
	const inline = e => {
		if (e.localName !== 'a' || !['inline', 'inline-block'].includes(getComputedStyle(e).display)) return false;
		let block = e.parentElement;
		while (block && getComputedStyle(block).display.startsWith('inline')) block = block.parentElement;
		const own = [...block.querySelectorAll('a')].reduce((n, a) => n + a.textContent.trim().length, 0);
		return block.textContent.trim().length > own + 1;
	};
	for (const e of document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea, label.opt')) {
		if (!seen(e) || inline(e)) continue;
		const target = e.matches('input[type=radio], input[type=checkbox]') ? e.closest('label') ?? e : e;
		const {width, height} = target.getBoundingClientRect();
		if (width < 43.9 || height < 43.9)
			found.push(`too small to hit: ${name(e.parentElement)} > ${name(e)}\t${Math.round(width)} × ${Math.round(height)} px, “${e.textContent.trim().slice(0, 30)}”`);
	}
	return found;
}

// Nothing leads out of the window sideways, and no box hides a part of its text.
() => {
	const found = [];
	const name = e => e.localName + (e.id && '#' + e.id) + (e.classList.length ? '.' + [...e.classList].join('.') : '');
	const path = e => (e.parentElement && e.parentElement !== document.body ? name(e.parentElement) + ' > ' : '') + name(e);
	// What may stand outside: made invisible on purpose, for screen readers or until it is needed.
	const away = e => e.closest('.away, .skip, .sprite') !== null || getComputedStyle(e).clipPath === 'inset(50%)';
	const page = document.scrollingElement;
	if (page.scrollWidth > innerWidth) {
		const wide = [...document.body.querySelectorAll('*')].filter(e => !away(e) && e.getBoundingClientRect().right > innerWidth + .5);
		const inner = wide.filter(e => !wide.some(other => other !== e && e.contains(other)));
		for (const e of inner) found.push(`scrolls sideways: ${path(e)}\t${page.scrollWidth} px, “${e.textContent.trim().slice(0, 50)}”`);
	}
	for (const e of document.body.querySelectorAll('*')) {
		if (e instanceof SVGElement || e.localName === 'input' || e.clientWidth === 0 || away(e)) continue; // the text of an input scrolls
		const style = getComputedStyle(e);
		const hides = ['hidden', 'clip'];
		if (hides.includes(style.overflowX) && e.scrollWidth > e.clientWidth + 1) found.push(`cuts off its text: ${path(e)}`);
		if (hides.includes(style.overflowY) && style.overflowY === 'hidden' && e.scrollHeight > e.clientHeight + 1 && !e.matches('.pass'))
			found.push(`cuts off its lines: ${path(e)}`);
		if (style.textOverflow === 'ellipsis') found.push(`ends in an ellipsis: ${path(e)}`);
	}
	return [...new Set(found)];
}

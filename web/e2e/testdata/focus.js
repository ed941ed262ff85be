// What has the focus, and whether one sees that: its outline, or that of its row.
() => {
	const e = document.activeElement;
	if (!e || e === document.body) return ['the focus is on nothing'];
	const shown = x => {
		const s = getComputedStyle(x);
		return s.outlineStyle === 'auto' || s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && !/, 0\)$|^transparent$/.test(s.outlineColor);
	};
	const found = [];
	const box = e.getBoundingClientRect();
	const name = e.localName + (e.id && '#' + e.id) + (e.className && '.' + e.className) + '\t“' + e.textContent.trim().slice(0, 30) + '”';
	if (!shown(e) && !shown(e.closest('label') ?? e)) found.push('the focus cannot be seen: ' + name);
	if (box.width < 2 || box.height < 2 || getComputedStyle(e).clipPath === 'inset(50%)') found.push('the focus is on something hidden: ' + name);
	if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) found.push('the focus is outside the window: ' + name);
	return found;
}

// Headings go down one level at a time, and what a link or a button is called
// contains what stands on it (WCAG 2.5.3), so that one can say it aloud.
() => {
	const found = [];
	const plain = text => text.normalize('NFKC').replace(/[\u00ad\u2060]/g, '').replace(/[\s\u00a0]+/g, ' ').trim().toLowerCase();
	let before = 0;
	for (const h of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
		const level = Number(h.localName[1]);
		if (level > before + 1) found.push(`h${before} is followed by h${level}\t“${h.textContent.trim()}”`);
		before = level;
	}
	if (document.querySelectorAll('h1').length !== 1) found.push(`${document.querySelectorAll('h1').length} headings of level 1`);
	for (const e of document.querySelectorAll('a[href], button, summary, input:not([type=hidden])')) {
		const by = (e.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean).map(id => document.getElementById(id)?.textContent ?? '').join(' ');
		const seen = plain(e.innerText ?? '');
		const labels = [...e.labels ?? []].map(l => l.textContent).join(' ');
		const pictures = [...e.querySelectorAll('svg[aria-label], svg title')].map(s => s.getAttribute('aria-label') ?? s.textContent).join(' ');
		const called = plain(by || e.getAttribute('aria-label') || labels || e.textContent + pictures);
		const name = e.localName + (e.className && '.' + e.className);
		if (!called) found.push(`has no name: ${name}\t${e.outerHTML.slice(0, 80)}`);
		else if (e.checkVisibility() && /\p{L}|\p{N}/u.test(seen) && !called.includes(seen)) found.push(`is called something else than it says: ${name}\t“${called}” for “${seen}”`);
	}
	return found;
}

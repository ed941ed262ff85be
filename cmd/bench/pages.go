package main

import (
	"errors"
	"fmt"
)

// pages measures how many pages are sent in a second, beside others that send the same.
func (b *bench) pages() error {
	ours, a, err := b.serveAnswer()
	if err != nil {
		return err
	}
	defer ours.stop()
	b.add(figure{Part: "pages", Name: "page " + measured + ", gzip", Value: float64(len(a.body)) / 1000, Unit: "kB"})
	bare, err := b.bare(a)
	if err != nil {
		return err
	}
	defer bare.stop()
	if err := b.besideBare(ours, bare, a); err != nil {
		return err
	}
	for _, p := range peers {
		if err := b.beside(ours, bare, a, p); err != nil {
			return err
		}
	}
	known := load{on: ours, path: measured, header: []string{"If-None-Match: " + a.header.Get("Etag")}}
	d, err := b.duel(known, load{on: ours, path: measured})
	if err != nil {
		return err
	}
	b.addRatio("pages", "304 answers : pages", atLeast(1), d)
	return nil
}

// serveAnswer starts the site on its core and fetches the measured page.
func (b *bench) serveAnswer() (*process, *answer, error) {
	p, err := b.serveReady(serverCore, "")
	if err != nil {
		return nil, nil, err
	}
	a, err := get(p.url(measured))
	if err == nil && (a.status != 200 || a.header.Get("Content-Encoding") != "gzip") {
		err = fmt.Errorf("%s: status %d, %q", measured, a.status, a.header.Get("Content-Encoding"))
	}
	if err != nil {
		p.stop()
		return nil, nil, err
	}
	return p, a, nil
}

func (b *bench) besideBare(ours, bare *process, a *answer) error {
	if err := bare.sends(a); err != nil {
		return err
	}
	d, err := b.duel(load{on: ours, path: measured}, load{on: bare, path: measured})
	if err != nil {
		return err
	}
	middle, low, high := median(d.ours)
	b.add(figure{Part: "pages", Name: "pages", Value: middle, Unit: "/s", Low: low, High: high})
	b.addRatio("pages", "pages : bare net/http, same headers and bytes", atLeast(0.95), d)
	return nil
}

func (b *bench) beside(ours, bare *process, a *answer, p peer) error {
	name := "pages : " + p.name
	theirs, err := b.peer(p, a)
	if errors.Is(err, errMissing) {
		b.add(figure{Part: "pages", Name: name, Target: p.target, Note: err.Error()})
		return nil
	}
	if err != nil {
		return err
	}
	defer theirs.stop()
	d, err := b.duel(load{on: ours, path: measured}, load{on: theirs, path: file})
	if err != nil {
		return err
	}
	b.addRatio("pages", name, p.target, d)
	if !p.bound {
		return nil
	}
	if d, err = b.duel(load{on: bare, path: measured}, load{on: theirs, path: file}); err != nil {
		return err
	}
	b.addRatio("pages", "bare net/http : "+p.name, nil, d)
	return nil
}

package hostile

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// An Answer is what came back over the socket: nothing at all if the server closed it.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	Rest   []byte // behind the answer; a second answer would stand here
}

// Send sends a case to a server, host:port, and reads until the server closes the
// connection, or for a shape, which it may leave open, is silent for a while.
func (c Case) Send(address string, patience time.Duration) (*Answer, error) {
	conn, err := net.DialTimeout("tcp", address, patience)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	if _, err := conn.Write(c.Raw); err != nil && !c.Shape && len(c.Raw) < 16<<10 {
		return nil, err // a server may refuse what is large before it has read all of it
	}
	silence := patience
	if c.Shape {
		silence = min(patience, 500*time.Millisecond)
	}
	_ = conn.SetReadDeadline(time.Now().Add(silence))
	all, err := io.ReadAll(conn)
	if err != nil && !(c.Shape && errors.As(err, new(net.Error))) && len(all) == 0 && len(c.Raw) < 16<<10 {
		return nil, err
	}
	return c.read(all)
}

func (c Case) read(all []byte) (*Answer, error) {
	if len(all) == 0 {
		return &Answer{}, nil
	}
	method, _, _ := strings.Cut(string(c.Raw[:min(len(c.Raw), 20)]), " ")
	r := bufio.NewReader(bytes.NewReader(all))
	response, err := http.ReadResponse(r, &http.Request{Method: method})
	if err != nil {
		return nil, fmt.Errorf("%w: %.200q", err, all)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	rest, _ := io.ReadAll(r)
	return &Answer{Status: response.StatusCode, Header: response.Header, Body: body, Rest: rest}, nil
}

// Faults says everything that an answer does wrong, nothing if it does all right.
func (c Case) Faults(a *Answer) (faults []string) {
	say := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if a.Status >= 500 && !c.mayBe(a.Status) {
		say("status %d", a.Status)
	}
	if len(a.Rest) > 0 {
		say("a second answer: %.200q", a.Rest)
	}
	if a.Header.Get("X-Injected") != "" {
		say("a header was injected")
	}
	for name, values := range a.Header {
		for _, value := range values {
			if strings.Contains(name+value, c.Marker) && name != "Location" {
				say("the header %s repeats the request: %q", name, value)
			}
		}
	}
	if to := a.Header.Get("Location"); to != "" && !own(to) {
		say("leads away to %q", to)
	}
	return append(faults, c.reflected(a)...)
}

// mayBe tells whether a status above 500 is no failure: 501 and 505 are how net/http
// refuses transfer codings and versions that it does not know, and 501 is what oEmbed
// demands for a format that is not offered.
func (c Case) mayBe(status int) bool {
	switch status {
	case http.StatusNotImplemented:
		return c.Shape || bytes.HasPrefix(c.Raw, []byte("GET /oembed"))
	case http.StatusHTTPVersionNotSupported:
		return c.Shape
	}
	return false
}

// own tells whether browsers take an address for one of this site.
func own(address string) bool {
	if strings.HasPrefix(address, Base+"/") || address == Base {
		return true
	}
	// Browsers drop tabs and line ends, and take \ for /.
	clean := strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(strings.TrimLeft(address, " \x00\x01\x02\x08\x0b\x0c\x1b"))
	u, err := url.Parse(clean)
	return err == nil && u.Scheme == "" && u.Host == "" && !strings.HasPrefix(clean, "//")
}

// reflected looks for the marker where it stands for more than text.
func (c Case) reflected(a *Answer) []string {
	if !bytes.Contains(a.Body, []byte(c.Marker)) {
		return nil
	}
	kind, _, _ := strings.Cut(a.Header.Get("Content-Type"), ";")
	switch {
	case kind == "text/html":
		return c.inHTML(a.Body)
	case strings.HasSuffix(kind, "json"):
		if !json.Valid(a.Body) {
			return []string{"what repeats the request is no JSON"}
		}
		return nil
	case kind == "text/xml":
		return c.inXML(a.Body)
	}
	return []string{"an answer of the type " + kind + " repeats the request"}
}

// addresses are the attributes that lead somewhere.
var addresses = []string{"href", "src", "action", "formaction", "data", "poster", "cite", "srcset", "ping", "background"}

// plain are the attributes in which any text may stand.
var plain = []string{"value", "content", "title", "alt", "aria-label", "placeholder", "data-query", "id", "for", "name"}

func (c Case) inHTML(body []byte) (faults []string) {
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return []string{err.Error()}
	}
	say := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	for n := range doc.Descendants() {
		switch n.Type {
		case html.CommentNode:
			if strings.Contains(n.Data, c.Marker) {
				say("the marker stands in a comment")
			}
		case html.TextNode:
			parent := n.Parent.Data
			if strings.Contains(n.Data, c.Marker) && (parent == "style" || parent == "script" && !json.Valid([]byte(n.Data))) {
				say("the marker stands in <%s>", parent)
			}
		case html.ElementNode:
			if strings.Contains(n.Data, c.Marker) {
				say("the marker is an element <%s>", n.Data)
			}
			for _, at := range n.Attr {
				faults = append(faults, c.inAttribute(n.Data, at)...)
			}
		}
	}
	return faults
}

func (c Case) inAttribute(element string, at html.Attribute) []string {
	says := strings.Contains(at.Val, c.Marker)
	switch {
	case strings.Contains(at.Key, c.Marker), strings.HasPrefix(at.Key, "on"), at.Key == "srcdoc", at.Key == "style" && says:
		return []string{fmt.Sprintf("<%s %s=%q>", element, at.Key, at.Val)}
	case !says || slices.Contains(plain, at.Key):
		return nil
	case slices.Contains(addresses, at.Key) && own(at.Val):
		return nil
	}
	return []string{fmt.Sprintf("the marker stands in <%s %s=%q>", element, at.Key, at.Val)}
}

func (c Case) inXML(body []byte) []string {
	d := xml.NewDecoder(bytes.NewReader(body))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return []string{"what repeats the request is no XML: " + err.Error()}
		}
		if _, text := token.(xml.CharData); !text && strings.Contains(fmt.Sprint(token), c.Marker) {
			return []string{"the marker is more than text in XML"}
		}
	}
}

package guard

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"net/netip"
	"sync"
	"time"
)

// A Rate is how often something may happen: PerSecond in the long run, and Burst times
// at once after a rest. The zero value is no limit.
type Rate struct {
	PerSecond float64
	Burst     int
}

// RateLimits are the rates of one address. Behind one IPv4 address may stand all
// customers of a mobile operator in a town, so it may do much more than the network of
// one household, which has an IPv6 prefix of 64 bits for itself.
type RateLimits struct {
	PerIPv4, PerIPv6 Rate // the latter of a /64
	Entries          int  // how many addresses are remembered at most
}

// Rates count what addresses ask for. An address itself is never kept: only 64 bits of
// its HMAC, under a random key that is thrown away each hour together with all that was
// counted under it. So nothing in memory tells who was here, and nothing from one hour
// can be brought together with the next.
type Rates struct {
	limits RateLimits
	now    func() time.Duration // since some moment; never goes back

	mu    sync.Mutex
	key   [sha256.Size]byte
	until time.Duration            // when the key is thrown away
	due   map[uint64]time.Duration // the theoretical arrival time of the GCRA
	swept time.Duration
}

// keyLife is how long a key is used.
const keyLife = time.Hour

// NewRates begins to count.
func NewRates(limits RateLimits) *Rates {
	began := time.Now()
	return newRates(limits, func() time.Duration { return time.Since(began) }) // monotonic: a clock that is set changes nothing
}

func newRates(limits RateLimits, now func() time.Duration) *Rates {
	r := &Rates{limits: limits, now: now}
	r.renew(now())
	return r
}

// Allow counts one request of an address, or says how long to wait for the next that
// may come. Addresses that are not public are never refused: they are a proxy nobody
// has named, behind which all readers stand, or the machine itself. Where there is no
// room to remember one more address it may pass: the Gate stands behind this.
func (r *Rates) Allow(address netip.Addr) (wait time.Duration, ok bool) {
	rate, address := r.of(address)
	if rate.PerSecond <= 0 {
		return 0, true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	if now >= r.until {
		r.renew(now)
	}
	key := r.hash(address)
	due, known := r.due[key]
	if !known && !r.room(now) {
		return 0, true
	}
	// Generic cell rate algorithm (ITU-T I.371): one time per address is all it needs.
	every := time.Duration(float64(time.Second) / rate.PerSecond)
	tolerance := every * time.Duration(max(rate.Burst, 1))
	due = max(due, now) + every
	if wait := due - now - tolerance; wait > 0 {
		return wait, false
	}
	r.due[key] = due
	return 0, true
}

// of finds the rate of an address and the network that is counted, none for addresses
// that are not counted.
func (r *Rates) of(address netip.Addr) (Rate, netip.Addr) {
	address = address.Unmap().WithZone("")
	switch {
	case !address.IsGlobalUnicast() || address.IsPrivate():
		return Rate{}, address
	case address.Is4():
		return r.limits.PerIPv4, address
	}
	network, err := address.Prefix(64)
	if err != nil {
		return Rate{}, address // it is an IPv6 address, so it has 64 bits
	}
	return r.limits.PerIPv6, network.Addr()
}

// room makes sure that one more address can be remembered. Those whose time has come
// are as good as unknown; they are looked for at most once a second.
func (r *Rates) room(now time.Duration) bool {
	if len(r.due) < r.limits.Entries {
		return true
	}
	if now-r.swept < time.Second {
		return false
	}
	r.swept = now
	for key, due := range r.due {
		if due <= now {
			delete(r.due, key)
		}
	}
	return len(r.due) < r.limits.Entries
}

func (r *Rates) renew(now time.Duration) {
	rand.Read(r.key[:]) // never fails: it would end the program
	r.until, r.due = now+keyLife, map[uint64]time.Duration{}
	r.swept = -time.Second
}

func (r *Rates) hash(address netip.Addr) uint64 {
	mac := hmac.New(sha256.New, r.key[:])
	bytes := address.As16()
	mac.Write(bytes[:])
	return binary.BigEndian.Uint64(mac.Sum(nil))
}

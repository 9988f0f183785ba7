package pipeline

import "iter"

// prefetched calls read with each value, one after the other, and gives what it made while the
// next one is being read. It ends at the first error. When it returns, nothing is being
// read any more.
func prefetched[K, V any](keys []K, read func(K) (V, error)) iter.Seq2[V, error] {
	type result struct {
		made V
		err  error
	}
	return func(yield func(V, error) bool) {
		results, enough := make(chan result), make(chan struct{})
		go func() {
			defer close(results)
			for _, k := range keys {
				made, err := read(k)
				select {
				case results <- result{made, err}:
				case <-enough:
					return
				}
				if err != nil {
					return
				}
			}
		}()
		defer func() {
			close(enough)
			for range results { // the last one that was read
			}
		}()
		for r := range results {
			if !yield(r.made, r.err) {
				return
			}
		}
	}
}

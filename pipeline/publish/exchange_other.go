//go:build !linux

package publish

import "errors"

// exchange is one step on Linux only.
func exchange(_, _ string) error { return errors.ErrUnsupported }

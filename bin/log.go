package main

import (
	"log/slog"

	"github.com/urfave/cli/v2"
)

const levelError = slog.LevelError

// logging are the flags of what goes to stderr.
func logging() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "log-format", Value: "text", Usage: "write log lines as `FORMAT` text or json"},
		&cli.StringFlag{Name: "log-level", Usage: "write log lines from `LEVEL` debug, info, warn or error on (default: info, on a terminal warn)"},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "no progress, and only warnings and errors in the log"},
	}
}

// log sets up the log of a command from its flags.
func (p *program) log(c *cli.Context) (*slog.Logger, error) {
	format := p.option(c, "log-format")
	switch format {
	case "text":
	case "json":
		p.json = true
	default:
		return nil, usagef("--log-format is %q: want text or json", format)
	}
	level := slog.LevelInfo
	if c.Bool("quiet") || isTerminal(p.stderr) {
		level = slog.LevelWarn
	}
	if name := p.option(c, "log-level"); name != "" {
		known := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": levelError}
		l, ok := known[name]
		if !ok {
			return nil, usagef("--log-level is %q: want debug, info, warn or error", name)
		}
		level = l
	}
	return p.logger(level), nil
}

func (p *program) logger(level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if p.json {
		return slog.New(slog.NewJSONHandler(p.stderr, options))
	}
	return slog.New(slog.NewTextHandler(p.stderr, options))
}

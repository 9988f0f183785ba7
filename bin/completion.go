package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// completionCommand is "opdrift completion SHELL".
func (p *program) completionCommand() *cli.Command {
	return &cli.Command{
		Name:      "completion",
		Usage:     "print a script that completes commands and flags in a shell",
		ArgsUsage: "bash|zsh|fish",
		UsageText: `source <(opdrift completion bash)
source <(opdrift completion zsh)
opdrift completion fish > ~/.config/fish/completions/opdrift.fish`,
		Action: func(c *cli.Context) error {
			given, err := exactly(c, "bash|zsh|fish")
			if err != nil {
				return err
			}
			switch given[0] {
			case "bash":
				return bashCompletion(p.stdout, root(c.App))
			case "zsh":
				if _, err := io.WriteString(p.stdout, "autoload -U +X bashcompinit && bashcompinit\n"); err != nil {
					return err
				}
				return bashCompletion(p.stdout, root(c.App))
			case "fish":
				return fishCompletion(p.stdout, root(c.App))
			}
			return usagef("shell is %q: want bash, zsh or fish", given[0])
		},
	}
}

// bashCompletion offers subcommands and flags by the words before the cursor, and
// files otherwise.
func bashCompletion(w io.Writer, c *cli.Command) error {
	var cases strings.Builder
	walk(c, "", func(path string, c *cli.Command) {
		fmt.Fprintf(&cases, "    %q) words=%q;;\n", strings.TrimSpace(path), strings.Join(words(c), " "))
	})
	_, err := fmt.Fprintf(w, `_opdrift() {
  local path="" words="" word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) case " $(_opdrift_words "$path") " in *" $word "*) path="${path:+$path }$word";; esac;; esac
  done
  COMPREPLY=($(compgen -W "$(_opdrift_words "$path")" -- "${COMP_WORDS[COMP_CWORD]}"))
}
_opdrift_words() {
  local words=""
  case "$1" in
%s  esac
  echo "$words"
}
complete -o default -F _opdrift opdrift
`, cases.String())
	return err
}

func fishCompletion(w io.Writer, c *cli.Command) error {
	var out strings.Builder
	walk(c, "", func(path string, c *cli.Command) {
		for _, word := range words(c) {
			condition := "test (string join ' ' (string match -v -- '-*' (commandline -opc)[2..])) = '" + strings.TrimSpace(path) + "'"
			fmt.Fprintf(&out, "complete -c opdrift -n %q -a %q\n", condition, word)
		}
	})
	_, err := io.WriteString(w, out.String())
	return err
}

// walk visits a command and all below it.
func walk(c *cli.Command, path string, visit func(path string, c *cli.Command)) {
	visit(path, c)
	for _, sub := range c.Subcommands {
		walk(sub, path+" "+sub.Name, visit)
	}
}

// words are the subcommands and long flags of a command.
func words(c *cli.Command) []string {
	var out []string
	for _, sub := range c.Subcommands {
		out = append(out, sub.Name)
	}
	for _, f := range c.Flags {
		out = append(out, "--"+f.Names()[0])
	}
	slices.Sort(out)
	return out
}

#!/bin/sh
# Promotes, rolls back and asks by a Tagtrail server, from a pipeline that has no Java: sh, curl, awk.
#
#   tagtrail.sh promote  SOURCE ALIAS [--expect DIGEST] [--release TEXT] [--builder TEXT] [--reason TEXT]
#                                     [--allow-older] [--override CHECK]... [--dry-run]
#   tagtrail.sh rollback ALIAS --reason TEXT [--to WHAT] [--expect DIGEST] [--dry-run]
#   tagtrail.sh approve  ALIAS BUNDLE [--for WHO] [--expires 24h] [--reason TEXT]
#   tagtrail.sh approve  ALIAS --owed [--reason TEXT]
#   tagtrail.sh confirm  ALIAS INTENT          tagtrail.sh cancel ALIAS INTENT [--reason TEXT]
#   tagtrail.sh get      ALIAS                 tagtrail.sh history ALIAS [--limit N]
#
# SOURCE is oci://registry/repo:tag, oci://registry/repo@sha256:…, :tag or @digest at the alias's own repository,
# or another alias (shop/preprod). ALIAS is application/environment.
#
#   --server URL     the server; else TAGTRAIL_SERVER
#   --wait           go on until it went through, is refused for good, or --timeout: an unfinished move is waited for,
#                    and so are missing approvals, soak and a freeze
#   --timeout SEC    all in all (600)
#   -o json          print the server's document and nothing else on standard output
#
# Who asks, the first that is there:
#   TAGTRAIL_TOKEN, TAGTRAIL_TOKEN_FILE (read again before each request), TAGTRAIL_ID_TOKEN (what `id_tokens:` of GitLab
#   CI is to be called), or in GitHub Actions the job's own OIDC token (needs `permissions: id-token: write`), for the
#   audience TAGTRAIL_AUDIENCE, else the server's address.
# TAGTRAIL_CA names a file with the authorities of the server's certificate.
#
# Where the environment says `write: caller`, the job itself moves the tag: with crane and its login where crane is
# there, else with curl and TAGTRAIL_REGISTRY_TOKEN (a bearer token that may push), or TAGTRAIL_REGISTRY_USER and
# TAGTRAIL_REGISTRY_PASSWORD. The bundle has to be at the alias's own repository already: crane copy brings it there.
# It puts the keep-tag and the tag, and no marker (prod.tagtrail): docs/configuration.md, "Where the job writes".
#
# Exit codes, as the command line's: 0 done, or so already · 1 internal error · 2 usage · 3 refused · 4 conflict ·
# 5 not found · 6 server, registry or ledger away · 7 unfinished · 8 moved outside · 9 the ledger does not verify ·
# 10 the server does not know who asks.
#
# No secret is ever an argument of a command, and none is printed: curl reads them from its standard input.
set -eu
LC_ALL=C
export LC_ALL

say() { printf '%s\n' "$*" >&2; }
die() { # exit code, message
  code=$1
  shift
  say "tagtrail: $*"
  exit "$code"
}
usage() {
  sed -n '2,/^set -eu/{/^set -eu/d;s/^# \{0,1\}//;p;}' "$0"
}

# ---- JSON ----------------------------------------------------------------------------
json_string() { # a JSON string of any text
  JSON_TEXT=$1 awk 'BEGIN {
    text = ENVIRON["JSON_TEXT"]
    for (i = 1; i < 32; i++) code[sprintf("%c", i)] = sprintf("\\u%04x", i)
    out = "\""
    n = length(text)
    for (i = 1; i <= n; i++) {
      c = substr(text, i, 1)
      if (c == "\\" || c == "\"") out = out "\\" c
      else if (c in code) out = out code[c]
      else out = out c
    }
    printf "%s\"", out
  }'
}

# Adds a member to $body: name, and text (a string) or raw JSON.
body=
member() { body="$body${body:+,}\"$1\":$(json_string "$2")"; }
raw_member() { body="$body${body:+,}\"$1\":$2"; }

# Every leaf of the JSON on standard input as a line `path<TAB>value`, as in `.entry.sequence<TAB>42`. A value is one
# line of printable text, whatever was in it.
json_leaves() {
  awk '
    function fail() { bad = 1; exit 1 }
    function spaces() { while (index(" \t\n\r", substr(text, at, 1)) && at <= size) at++ }
    function string(  out, c, hex) {
      out = ""
      at++
      while (1) {
        # Whole stretches at once: a character at a time is slow in long texts.
        if (match(substr(text, at, 256), /^[^"\\]+/)) {
          out = out substr(text, at, RLENGTH)
          at += RLENGTH
        }
        if (at > size) fail()
        c = substr(text, at, 1)
        if (c == "\"") { at++; break }
        if (c != "\\") continue
        c = substr(text, at + 1, 1)
        at += 2
        if (c == "u") {
          hex = substr(text, at, 4)
          at += 4
          out = out (hex in ascii ? ascii[hex] : "?")
        } else out = out (index("bfnrt", c) ? " " : c)
      }
      gsub(/[\001-\037\177]/, " ", out)
      return out
    }
    function value(path, depth,  c, name, i) {
      if (depth > 40) fail()
      spaces()
      c = substr(text, at, 1)
      if (c == "{") {
        at++; spaces()
        if (substr(text, at, 1) == "}") { at++; return }
        while (1) {
          spaces()
          if (substr(text, at, 1) != "\"") fail()
          name = string(); spaces()
          if (substr(text, at, 1) != ":") fail()
          at++
          value(path "." name, depth + 1)
          spaces()
          c = substr(text, at, 1); at++
          if (c == "}") return
          if (c != ",") fail()
        }
      }
      if (c == "[") {
        at++; spaces(); i = 0
        if (substr(text, at, 1) == "]") { at++; return }
        while (1) {
          value(path "." i++, depth + 1)
          spaces()
          c = substr(text, at, 1); at++
          if (c == "]") return
          if (c != ",") fail()
        }
      }
      if (c == "\"") { printf "%s\t%s\n", path, string(); return }
      if (!match(substr(text, at, 64), /^[-+.a-zA-Z0-9]+/)) fail()
      printf "%s\t%s\n", path, substr(text, at, RLENGTH)
      at += RLENGTH
    }
    BEGIN { for (i = 32; i < 127; i++) { c = sprintf("%c", i); ascii[sprintf("%04x", i)] = c; ascii[sprintf("%04X", i)] = c } }
    { text = text $0 "\n" }
    END { if (bad) exit 1; size = length(text); at = 1; value("", 0); spaces(); if (at <= size) exit 1 }
  '
}

leaf() { # the value at a path of the last answer, or nothing
  awk -v want="$1" 'BEGIN { n = length(want) } substr($0, 1, n + 1) == want "\t" { print substr($0, n + 2); exit }' \
    "$tmp/leaves"
}
either() { # the first of several paths that is there
  for path in "$@"; do
    found=$(leaf "$path")
    if [ -n "$found" ]; then
      printf '%s' "$found"
      return
    fi
  done
}

# ---- time ----------------------------------------------------------------------------
now() { date +%s; }
left() { echo $((ends - $(now))); }
nap() { # seconds, but not beyond the end
  rest=$(left)
  if [ "$1" -lt "$rest" ]; then rest=$1; fi
  if [ "$rest" -gt 0 ]; then sleep "$rest"; fi
}

# ---- who asks ------------------------------------------------------------------------
plain() { # what a token may be made of; anything else could end a line of curl's configuration
  case $1 in
    '' | *[!A-Za-z0-9._~+/=:-]*) return 1 ;;
  esac
}

github_token() {
  audience=${TAGTRAIL_AUDIENCE:-$server}
  plain "$audience" || die 2 "TAGTRAIL_AUDIENCE holds characters that no audience has"
  plain "$ACTIONS_ID_TOKEN_REQUEST_TOKEN" || die 2 "ACTIONS_ID_TOKEN_REQUEST_TOKEN is not a token"
  case $ACTIONS_ID_TOKEN_REQUEST_URL in
    *[\"\\]* | *' '*) die 2 "ACTIONS_ID_TOKEN_REQUEST_URL is not an address" ;;
  esac
  encoded=$(printf '%s' "$audience" | sed 's/:/%3A/g; s,/,%2F,g; s/+/%2B/g; s/=/%3D/g')
  {
    printf 'url = "%s&audience=%s"\n' "$ACTIONS_ID_TOKEN_REQUEST_URL" "$encoded"
    printf 'header = "Authorization: bearer %s"\n' "$ACTIONS_ID_TOKEN_REQUEST_TOKEN"
  } | curl -q --config - --silent --show-error --fail --max-time 30 --retry 3 --output "$tmp/oidc" 2>"$tmp/err" ||
    die 6 "GitHub gave this job no token: $(head -c 300 "$tmp/err")"
  json_leaves <"$tmp/oidc" | awk '$1 == ".value" { print $2; exit }'
  rm -f "$tmp/oidc"
}

take_token() {
  if [ -n "${TAGTRAIL_TOKEN:-}" ]; then
    token=$TAGTRAIL_TOKEN
  elif [ -n "${TAGTRAIL_TOKEN_FILE:-}" ]; then
    [ -r "$TAGTRAIL_TOKEN_FILE" ] || die 2 "TAGTRAIL_TOKEN_FILE names no file that can be read"
    token=$(tr -d '\r\n' <"$TAGTRAIL_TOKEN_FILE")
  elif [ -n "${TAGTRAIL_ID_TOKEN:-}" ]; then
    token=$TAGTRAIL_ID_TOKEN
  elif [ -n "${ACTIONS_ID_TOKEN_REQUEST_URL:-}" ] && [ -n "${ACTIONS_ID_TOKEN_REQUEST_TOKEN:-}" ]; then
    # It is valid for some minutes: one for each few requests is enough.
    if [ -n "$token" ] && [ $(($(now) - token_since)) -lt 120 ]; then return; fi
    token=$(github_token)
    token_since=$(now)
  else
    die 10 "who asks? Set TAGTRAIL_TOKEN or TAGTRAIL_TOKEN_FILE (in GitHub Actions: permissions: id-token: write)"
  fi
  plain "$token" || die 2 "the token holds characters that no token has; is the whole file one token?"
}

# ---- one request ---------------------------------------------------------------------
# Sets $status (000 where no answer came) and the files body, leaves.
request() { # method, path, with a body or not
  take_token
  : >"$tmp/body"
  : >"$tmp/leaves"
  : >"$tmp/head"
  sent=0
  seconds=$(left)
  if [ "$seconds" -lt 1 ]; then seconds=1; fi
  status=$(
    {
      printf 'url = "%s%s"\n' "$server" "$2"
      printf 'request = "%s"\n' "$1"
      printf 'header = "Authorization: Bearer %s"\n' "$token"
      printf 'header = "Accept: application/json, application/problem+json"\n'
      printf 'user-agent = "tagtrail.sh"\n'
      if [ -n "${TAGTRAIL_CA:-}" ]; then printf 'cacert = "%s"\n' "$TAGTRAIL_CA"; fi
      if [ "$3" = body ]; then
        printf 'header = "Content-Type: application/json"\n'
        printf 'header = "Idempotency-Key: %s"\n' "$key"
        printf 'data-binary = "@%s"\n' "$tmp/request"
      fi
    } | curl -q --config - --silent --show-error --proto '=https,http' --connect-timeout 15 --max-time "$seconds" \
      --output "$tmp/body" --dump-header "$tmp/head" --write-out '%{http_code}' 2>"$tmp/err"
  ) || {
    sent=$?
    status=000
  }
  if [ "$status" != 000 ]; then
    json_leaves <"$tmp/body" >"$tmp/leaves" || : >"$tmp/leaves"
  fi
}

retry_after() { # what the server asked for, in seconds; else the argument
  asked=$(tr -d '\r' <"$tmp/head" | awk 'tolower($1) == "retry-after:" && $2 ~ /^[0-9]+$/ { print $2; exit }')
  printf '%s' "${asked:-$1}"
}

# A request that may be sent again: every one has a key, under which it is carried out once.
ask() { # as request
  pause=1
  while :; do
    request "$@"
    case $status:$(leaf .type) in
      000:* | 429:* | 503:* | 502:*registry-unavailable) ;;
      401:*) # A token that ran out while it waited; the next one is fresh.
        if [ -n "${TAGTRAIL_TOKEN:-}${TAGTRAIL_ID_TOKEN:-}" ] || [ "$renewed" = yes ]; then return; fi
        renewed=yes
        token=
        continue
        ;;
      *)
        renewed=no
        return
        ;;
    esac
    wait_for=$(retry_after "$pause")
    if [ "$tries" -le 0 ] || [ "$(left)" -le "$wait_for" ]; then return; fi
    if [ "$wait" = no ]; then tries=$((tries - 1)); fi
    if [ "$status" = 000 ]; then
      say "tagtrail: no answer from $server ($(head -c 200 "$tmp/err" | tr '\n' ' ')); asking again in $wait_for s"
    else
      say "tagtrail: $(leaf .title) (status $status); asking again in $wait_for s"
    fi
    nap "$wait_for"
    if [ "$pause" -lt 16 ]; then pause=$((pause * 2)); fi
  done
}

# ---- what came of it -----------------------------------------------------------------
outcome() { # of a move: at the top of an answer, inside a problem
  found=$(leaf .outcome)
  printf '%s' "${found:-$(leaf .outcome.outcome)}"
}

failed_checks() { # names of the checks that failed, each in a line
  awk -F'\t' '
    $1 ~ /\.reasons\.[0-9]+\.(name|result)$/ { n = split($1, part, "."); at = part[n - 1]; if (part[n] == "name") name[at] = $2; seen[at] = 1 }
    END { for (i in seen) print name[i] }' "$tmp/leaves"
}

only_time_is_missing() { # every failed check is one that waiting can mend
  checks=$(failed_checks)
  [ -n "$checks" ] || return 1
  for check in $checks; do
    case $check in
      approvals | soak | freeze) ;;
      *) return 1 ;;
    esac
  done
}

may_have_happened() { # an answer was lost, not a connection: curl's 6, 7, 35 and 60 are before anything is sent
  case $verb:$sent in
    get:* | history:* | *:6 | *:7 | *:35 | *:60) return 1 ;;
  esac
}

exit_code() {
  case $status in
    2??)
      case $(outcome):$verb:$(leaf .governed) in
        unfinished:* | authorised:*) echo 7 ;;
        *:get:false) echo 5 ;;
        *) echo 0 ;;
      esac
      ;;
    400) echo 2 ;;
    401) echo 10 ;;
    403 | 422) echo 3 ;;
    404) case $(leaf .type) in *:not-found) echo 2 ;; *) echo 5 ;; esac ;;
    409)
      case $(leaf .type) in
        *unfinished) echo 7 ;;
        *) if [ "$(leaf .outcome.movedOutside)" = true ]; then echo 8; else echo 4; fi ;;
      esac
      ;;
    000) if may_have_happened; then echo 7; else echo 6; fi ;;
    *)
      case $(leaf .type) in
        *:ledger-corrupt) echo 9 ;;
        *:ledger-refused) echo 3 ;;
        *:ledger-unknown-outcome) echo 7 ;;
        *:internal) if may_have_happened; then echo 7; else echo 6; fi ;;
        *) echo 6 ;;
      esac
      ;;
  esac
}

reasons() {
  awk -F'\t' '
    $1 ~ /\.reasons\.[0-9]+\.name$/ { printf "  - %s", $2; sep = ": " }
    $1 ~ /\.reasons\.[0-9]+\.detail$/ { detail = $2 }
    $1 ~ /\.reasons\.[0-9]+\.name$/ { printf "%s%s\n", (detail == "" ? "" : ": "), detail; detail = "" }' "$tmp/leaves"
}

report() {
  if [ "$form" = json ]; then
    cat "$tmp/body"
    echo
  fi
  case $status in
    000) say "tagtrail: no answer from $server: $(head -c 300 "$tmp/err" | tr '\n' ' ')" ;;
    2??)
      if [ "$form" = json ]; then return; fi
      digest=$(either .entry.digest .digest .intent.digest)
      sequence=$(either .entry.sequence .sequence .intent.sequence)
      case $(outcome) in
        moved)
          before=$(leaf .entry.previous)
          echo "$alias is now $digest (#$sequence)${before:+, was $before}"
          ;;
        unchanged) echo "$alias is $digest (#$sequence) already: nothing was written" ;;
        replayed) echo "$alias is $digest (#$sequence): this same request was carried out before and stands" ;;
        planned) echo "$alias would become $digest (#$sequence); nothing was written" ;;
        cancelled) echo "the move of $alias was given up (entry $(leaf .entry.index)); nothing was moved" ;;
        unfinished) say "tagtrail: the move of $alias (#$sequence) was sent and has no outcome yet: $(leaf .why)" ;;
        authorised) say "tagtrail: #$sequence of $alias is authorised; put $(leaf .keepTag), then $(leaf .intent.location), then: tagtrail.sh confirm $alias $(leaf .intent.index)" ;;
        *) show ;;
      esac
      ;;
    *)
      detail=$(leaf .detail)
      title=$(leaf .title)
      each=$(reasons)
      if [ -n "$each" ]; then
        say "tagtrail: $title ($alias)"
        say "$each"
      else
        say "tagtrail: ${title:-the server answered with status $status}${detail:+: $detail}"
      fi
      request_id=$(leaf .request)
      if [ -n "$request_id" ]; then say "  request $request_id"; fi
      ;;
  esac
}

show() { # what is no move
  case $verb in
    get)
      awk -F'\t' '
        function put(label, path) { if (path in value) printf "%-10s %s\n", label, value[path] }
        { path = $1; sub(/^[^\t]*\t/, ""); value[path] = $0 }
        END {
          for (i = 0; (".problems." i ".text") in value; i++) printf "! %s\n", value[".problems." i ".text"]
          put("alias", ".alias"); put("location", ".location"); put("now", ".now.digest"); put("release", ".now.release")
          put("sequence", ".now.sequence"); put("since", ".now.time"); put("mover", ".now.mover"); put("run", ".now.runUrl")
          put("registry", ".registry.state"); put("before", ".before.digest"); put("back to", ".rollback.target.digest")
        }' "$tmp/leaves"
      ;;
    history)
      awk -F'\t' '
        { path = $1; sub(/^[^\t]*\t/, ""); value[path] = $0 }
        END {
          for (i = 0; (".entries." i ".index") in value; i++) {
            at = ".entries." i
            printf "#%-5s %-24s %-12s %-19.19s %s %s\n", value[at ".sequence"], value[at ".time"], value[at ".kind"], value[at ".digest"], value[at ".mover"], value[at ".reason"]
          }
        }' "$tmp/leaves"
      ;;
    approve) echo "the approval for $alias is on record (entry $(leaf .entry.index))" ;;
    *) cat "$tmp/body" && echo ;;
  esac
}

finish() {
  report
  exit "$(exit_code)"
}

# ---- write: caller -------------------------------------------------------------------
span() { # seconds from one time of day to another, across midnight
  awk -v a="$1" -v b="$2" 'function of(t, p) { split(substr(t, 12, 8), p, ":"); return p[1] * 3600 + p[2] * 60 + p[3] }
    BEGIN { s = of(b) - of(a); if (s < 0) s += 86400; print s }'
}

registry_curl() { # method, registry, path, then further arguments of curl
  method=$1
  at=$2
  where=$3
  shift 3
  case ${TAGTRAIL_REGISTRY_TOKEN:-none} in
    *[!A-Za-z0-9._~+/=:-]*)
      echo "TAGTRAIL_REGISTRY_TOKEN holds characters that no token has" >&2
      return 1
      ;;
  esac
  case $at in
    localhost:* | 127.0.0.1:* | localhost | '[::1]:'*) scheme=http ;;
    *) scheme=https ;;
  esac
  {
    printf 'url = "%s://%s%s"\n' "$scheme" "$at" "$where"
    printf 'header = "Accept: application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.docker.distribution.manifest.v2+json"\n'
    if [ -n "${TAGTRAIL_REGISTRY_TOKEN:-}" ]; then
      printf 'header = "Authorization: Bearer %s"\n' "$TAGTRAIL_REGISTRY_TOKEN"
    elif [ -n "${TAGTRAIL_REGISTRY_USER:-}" ]; then
      login=$(printf '%s' "$TAGTRAIL_REGISTRY_USER:${TAGTRAIL_REGISTRY_PASSWORD:-}" | sed 's/\\/\\\\/g; s/"/\\"/g')
      printf 'user = "%s"\n' "$login"
    fi
  } | curl -q --config - --silent --show-error --request "$method" --connect-timeout 15 "$@"
}

live_digest() { # of a tag, by the registry itself; nothing where the tag is not there
  if [ -n "$crane" ]; then
    "$crane" digest "$1" 2>"$tmp/err" || { grep -qiE 'MANIFEST_UNKNOWN|NAME_UNKNOWN|404' "$tmp/err" || return 1; }
    return
  fi
  code=$(registry_curl HEAD "$2" "/v2/$3/manifests/$4" --head --max-time 30 --output /dev/null --dump-header "$tmp/live" \
    --write-out '%{http_code}' 2>"$tmp/err") || return 1
  case $code in
    200) tr -d '\r' <"$tmp/live" | awk 'tolower($1) == "docker-content-digest:" { print $2 }' ;;
    404) ;;
    *)
      echo "the registry answered with status $code: $(head -c 200 "$tmp/out" | tr -cd '[:print:]')" >"$tmp/err"
      return 1
      ;;
  esac
}

put_tag() { # repository, registry, path, tag, seconds; sent once, by no layer again
  if [ -n "$crane" ]; then
    # crane reads the manifest by digest and puts the same bytes under the tag.
    "$crane" tag "$1@$digest" "$4" >"$tmp/out" 2>"$tmp/err"
    return
  fi
  code=$(registry_curl PUT "$2" "/v2/$3/manifests/$4" --max-time "$5" --header "Content-Type: $media_type" \
    --data-binary "@$tmp/manifest" --output "$tmp/out" --write-out '%{http_code}' 2>"$tmp/err") || return 1
  case $code in
    201 | 202 | 200) ;;
    *)
      echo "the registry answered with status $code: $(head -c 200 "$tmp/out" | tr -cd '[:print:]')" >"$tmp/err"
      return 1
      ;;
  esac
}

give_up() { # exit code, message: nothing was put under the alias's tag
  code=$1
  shift
  say "tagtrail: $*; the tag of $alias was not touched"
  body=
  member reason "$*"
  raw_member intent "$intent"
  send_to cancel
  report
  exit "$code"
}
reason_of() { head -c 300 "$1" | tr '\n' ' '; }

send_to() { # verb of the API; asks for its outcome
  printf '{%s}' "$body" >"$tmp/request"
  key=$(new_key "$1")
  ask POST "/api/v1/aliases/$alias/$1" body
}

write_as_caller() { # the answer is an authorisation; the two PUTs, keep-tag first
  intent=$(leaf .intent.index)
  digest=$(leaf .intent.digest)
  location=$(leaf .intent.location)
  keep=$(leaf .keepTag)
  previous=$(leaf .previous)
  media_type=$(leaf .intent.target.mediaType)
  allowed=$(span "$(leaf .intent.authorised)" "$(leaf .intent.deadline)")
  leaf .manifest.content | base64 -d >"$tmp/manifest" || : >"$tmp/manifest"
  if [ -z "$intent" ] || [ -z "$location" ] || [ -z "$keep" ] || [ "$(wc -c <"$tmp/manifest")" -ne "$(leaf .intent.target.size)" ]; then
    die 1 "the server's authorisation cannot be read; tagtrail.sh cancel $alias ${intent:-INTENT} gives it up"
  fi
  repository=${location%:*}
  tag=${location##*:}
  registry=${repository%%/*}
  name=${repository#*/}
  crane=${TAGTRAIL_CRANE-$(command -v crane 2>/dev/null || true)}
  say "tagtrail: #$(leaf .intent.sequence) of $alias is authorised for $allowed s; this job puts the tag $location"
  kept=$(live_digest "$keep" "$registry" "$name" "${keep##*:}") ||
    give_up 6 "the keep-tag $keep could not be looked at ($(reason_of "$tmp/err"))"
  case $kept in
    "$digest") ;;
    '')
      put_tag "$repository" "$registry" "$name" "${keep##*:}" 60 ||
        give_up 6 "the keep-tag $keep could not be put ($(reason_of "$tmp/err"))"
      ;;
    *) give_up 6 "the keep-tag $keep is another bundle's already" ;;
  esac
  live=$(live_digest "$location" "$registry" "$name" "$tag") ||
    give_up 6 "the tag could not be looked at ($(reason_of "$tmp/err"))"
  [ "$live" = "$previous" ] ||
    give_up 4 "the tag is ${live:-not there}, and was ${previous:-not there} when the move was authorised"
  rest=$((allowed - $(now) + asked_at - 2))
  [ "$rest" -gt 0 ] || give_up 6 "the time that the authorisation gives is over"
  # Whether it landed or not is the server's to read back: a failure here says little.
  put_tag "$repository" "$registry" "$name" "$tag" "$rest" ||
    say "tagtrail: the registry did not confirm the tag ($(reason_of "$tmp/err")); asking the server what is there"
  body=
  raw_member intent "$intent"
  send_to confirm
}

# ---- the run that this is part of ----------------------------------------------------
number() { case $1 in '' | *[!0-9]*) return 1 ;; esac }

pipeline() { # claims, for servers that do not read them from the token
  provider='' job='' id='' attempt='' count='' url=''
  if [ "${GITHUB_ACTIONS:-}" = true ]; then
    provider=github job=${GITHUB_WORKFLOW_REF:-} id=${GITHUB_RUN_ID:-} attempt=${GITHUB_RUN_ATTEMPT:-}
    job=${job%%@*} count=${GITHUB_RUN_NUMBER:-}
    url=${GITHUB_SERVER_URL:-https://github.com}/${GITHUB_REPOSITORY:-}/actions/runs/$id${attempt:+/attempts/$attempt}
  elif [ "${GITLAB_CI:-}" = true ]; then
    provider=gitlab job=${CI_PROJECT_PATH:-} id=${CI_PIPELINE_ID:-} attempt=${CI_JOB_ID:-} count=${CI_PIPELINE_IID:-}
    url=${CI_PIPELINE_URL:-}
  elif [ -n "${JENKINS_URL:-}" ]; then
    provider=jenkins job=${JOB_NAME:-} id=${JOB_NAME:-}#${BUILD_ID:-${BUILD_NUMBER:-}} count=${BUILD_NUMBER:-}
    url=${BUILD_URL:-}
  fi
  if [ -z "$id" ]; then return; fi
  rest_of_body=$body
  body=
  member provider "$provider"
  if [ -n "$job" ]; then member name "$job"; fi
  member id "$id"
  if number "$attempt"; then raw_member attempt "$attempt"; fi
  if number "$count"; then raw_member number "$count"; fi
  case $url in http://*@* | https://*@*) ;; http://* | https://*) member url "$url" ;; esac
  run="{$body}"
  body=$rest_of_body
  raw_member pipeline "$run"
}

# One and the same for one and the same request of one run and attempt, so that a request whose answer was lost is
# carried out once; where there is no run, one of its own for this invocation.
new_key() {
  printf '%s %s %s %s' "$run_key" "$alias" "$1" "$(cksum <"$tmp/request" | tr ' ' -)" | tr ' /#' '---' | cut -c 1-255 |
    tr -cd 'A-Za-z0-9._:-'
}

duration() { # 24h as the API has it: PT24H
  count=${1%?}
  number "$count" || die 2 "--expires is a number and s, m, h or d, as 24h"
  case $1 in
    *d) printf 'P%sD' "$count" ;;
    *h) printf 'PT%sH' "$count" ;;
    *m) printf 'PT%sM' "$count" ;;
    *s) printf 'PT%sS' "$count" ;;
    *) die 2 "--expires is a number and s, m, h or d, as 24h" ;;
  esac
}

# ---- arguments -----------------------------------------------------------------------
verb=${1:-}
case $verb in
  promote | rollback | approve | confirm | cancel | get | history) shift ;;
  -h | --help | help) usage && exit 0 ;;
  '') usage >&2 && exit 2 ;;
  *) die 2 "not a verb: $verb (promote, rollback, approve, confirm, cancel, get, history)" ;;
esac

server=${TAGTRAIL_SERVER:-} wait=no timeout=600 form=text tries=4 token='' token_since=0 renewed=no
first='' second='' overrides='' limit=20
while [ $# -gt 0 ]; do
  option=$1
  value=
  case $option in
    --*=*)
      value=${option#*=}
      option=${option%%=*}
      ;;
    --wait | --allow-older | --dry-run | --owed) ;;
    -o | --?*)
      [ $# -ge 2 ] || die 2 "$option needs a value"
      value=$2
      shift
      ;;
  esac
  shift
  case $option in
    --server) server=$value ;;
    --wait) wait=yes ;;
    --timeout) timeout=$value ;;
    -o | --output) form=$value ;;
    --limit) limit=$value ;;
    --allow-older) raw_member allowOlder true ;;
    --dry-run) raw_member dryRun true ;;
    --owed) raw_member owed true ;;
    --override) overrides="$overrides${overrides:+,}$(json_string "$value")" ;;
    --expect | --release | --builder | --reason | --to) member "${option#--}" "$value" ;;
    --for) member requester "$value" ;;
    --expires) member ttl "$(duration "$value")" ;;
    -*) die 2 "not an option of $verb: $option" ;;
    *)
      if [ -z "$first" ]; then
        first=$option
      elif [ -z "$second" ]; then
        second=$option
      else
        die 2 "one argument too many: $option"
      fi
      ;;
  esac
done

[ -n "$server" ] || die 2 "which server? Set TAGTRAIL_SERVER or give --server"
server=${server%/}
[ -z "$(printf '%s' "$server" | tr -d '][A-Za-z0-9.:/_~-')" ] ||
  die 2 "the server's address holds characters that are not taken (a login has no place in it)"
case $server in
  https://?*) ;;
  http://localhost:* | http://127.0.0.1:* | http://'[::1]':*) ;;
  http://?*) die 2 "a token is not sent without TLS: use https (http only to this machine itself)" ;;
  *) die 2 "the server's address has to begin with https://" ;;
esac
number "$timeout" || die 2 "--timeout is a number of seconds"
number "$limit" || die 2 "--limit is a number"
case $form in text | json) ;; *) die 2 "-o is text or json" ;; esac
case ${TAGTRAIL_CA:-} in *[\"\\]*) die 2 "TAGTRAIL_CA holds characters that are not taken" ;; esac

alias=$first
if [ "$verb" = promote ]; then
  [ -n "$second" ] || die 2 "promote needs SOURCE and ALIAS"
  member source "$first"
  alias=$second
  second=
fi
case $alias in
  */*/* | *[!a-z0-9/-]*) die 2 "not an alias: application/environment, as in shop/prod" ;;
  ?*/?*) ;;
  *) die 2 "$verb needs an alias: application/environment, as in shop/prod" ;;
esac

umask 077
tmp=$(mktemp -d "${TMPDIR:-/tmp}/tagtrail.XXXXXX") || die 6 "no folder for temporary files"
trap 'rm -rf "$tmp"' EXIT
trap 'exit 7' HUP INT TERM
asked_at=$(now)
ends=$((asked_at + timeout))
: >"$tmp/err"
: >"$tmp/out"
run_key=$(
  if [ "${GITHUB_ACTIONS:-}" = true ] && [ -n "${GITHUB_RUN_ID:-}" ]; then
    printf 'github-%s-%s' "$GITHUB_RUN_ID" "${GITHUB_RUN_ATTEMPT:-1}"
  elif [ "${GITLAB_CI:-}" = true ] && [ -n "${CI_JOB_ID:-}" ]; then
    printf 'gitlab-%s-%s' "${CI_PIPELINE_ID:-}" "$CI_JOB_ID"
  elif [ -n "${JENKINS_URL:-}" ] && [ -n "${BUILD_TAG:-}" ]; then
    printf 'jenkins-%s' "$BUILD_TAG" | cksum | tr ' ' -
  else
    printf 'once-%s' "$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  fi
)

# ---- the verb ------------------------------------------------------------------------
case $verb in
  get)
    ask GET "/api/v1/aliases/$alias?ask=true" none
    finish
    ;;
  history)
    ask GET "/api/v1/aliases/$alias/history?limit=$limit" none
    finish
    ;;
  approve)
    if [ -n "$second" ]; then member bundle "$second"; fi
    ;;
  confirm | cancel)
    number "$second" || die 2 "$verb needs the number of the intent, as the authorisation gave it"
    raw_member intent "$second"
    ;;
esac
if [ -n "$overrides" ]; then raw_member overrides "[$overrides]"; fi
case $verb in promote | rollback) pipeline ;; esac
printf '{%s}' "$body" >"$tmp/request"
cp "$tmp/request" "$tmp/wanted"

told=
while :; do
  cp "$tmp/wanted" "$tmp/request"
  key=$(new_key "$verb")
  asked_at=$(now)
  ask POST "/api/v1/aliases/$alias/$verb" body
  if [ "$status:$(outcome)" = 202:authorised ]; then write_as_caller; fi
  case $wait:$status:$(outcome) in
    yes:202:unfinished | yes:409:unfinished)
      why="the move of $alias has no outcome yet"
      pause=3
      ;;
    yes:422:*)
      only_time_is_missing || finish
      why="$(leaf .detail)"
      pause=15
      ;;
    *) finish ;;
  esac
  if [ "$(left)" -le "$pause" ]; then
    say "tagtrail: not within $timeout s"
    finish
  fi
  if [ "$why" != "$told" ]; then
    say "tagtrail: waiting (up to $(left) s more): $why"
    if [ "$status" = 422 ]; then reasons >&2; fi
    told=$why
  fi
  nap "$pause"
done

#!/bin/sh
# 检查、生成网站、发布到一台服务器的文件夹，一步切换。  Checks, builds, and publishes the site in one step.
#
#   sh publish.sh user@host:/srv/www/office     over ssh
#   sh publish.sh /srv/www/office               on this machine
#
# 网页服务器指向 /srv/www/office/current。 Let the web server show /srv/www/office/current: a link to the newest of the
# last three sites in releases/. A failed check, build or upload leaves the published site as it is. The server needs a POSIX shell,
# tar and an mv that knows -T (GNU, BusyBox). FENJI names the program where `fenji` is not on PATH.
set -eu

target=${1:-}
case $target in
    '') echo "用法：sh publish.sh [用户@服务器:]文件夹    Usage: sh publish.sh [USER@HOST:]FOLDER" >&2; exit 2 ;;
    /*) host='' folder=$target ;;
    ?*:/*) host=${target%%:*} folder=${target#*:} ;;
    *) echo "文件夹要写完整路径，以 / 开头。 Name the folder by its full path, beginning with /: $target" >&2; exit 2 ;;
esac

fenji=${FENJI:-fenji}
command -v "$fenji" >/dev/null || {
    echo "没有 $fenji，先安装：  There is no $fenji; first: python3 -m pip install --requirement requirements.txt" >&2
    exit 2
}
cd "$(dirname "$0")"

"$fenji" check
"$fenji" build

commit=$(git rev-parse --short=12 HEAD 2>/dev/null || echo none)
release=$(date -u +%Y%m%dT%H%M%SZ)-$commit-$$
packed=$(mktemp)
trap 'rm -f "$packed"' EXIT
trap 'exit 1' HUP INT TERM
tar -cf "$packed" -C build/site .

# A text as one word of the other shell.
quoted() { printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"; }

there() {
    # Nobody answers questions where there is no terminal.
    if [ -z "$host" ]; then sh -c "$1"
    elif [ -t 2 ]; then ssh -- "$host" "$1"
    else ssh -o BatchMode=yes -- "$host" "$1"
    fi
}

# Unpacked aside, only when it arrived whole; the link is replaced by one rename; all but the last three sites go.
there "set -eu
umask 022
mkdir -p $(quoted "$folder")/releases
cd $(quoted "$folder")
trap 'rm -rf releases/.$release releases/.$release.tar .current.$release' EXIT
cat > releases/.$release.tar
[ \"\$(cksum < releases/.$release.tar)\" = $(quoted "$(cksum < "$packed")") ] || {
    echo '没有传完，网站没有变。 The upload is not whole; the site stays as it is.' >&2
    exit 1
}
mkdir releases/.$release
tar -xf releases/.$release.tar -C releases/.$release
mv releases/.$release releases/$release
ln -s releases/$release .current.$release
mv -Tf .current.$release current
for old in \$(ls -r releases | sed -n '/^[0-9]\\{8\\}T[0-9]\\{6\\}Z-[0-9a-z]*-[0-9]*\$/p' | tail -n +4); do
    [ \"\$old\" = $release ] || rm -rf \"releases/\$old\"
done
" < "$packed"

echo "已发布：  Published: $target/current -> releases/$release"

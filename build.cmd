:; exec "$(cd "$(dirname "$0")" && pwd)/build.sh" "$@" #
@echo off
powershell -ExecutionPolicy ByPass -NoProfile -File "%~dp0build.ps1" %*
exit /b %ERRORLEVEL%

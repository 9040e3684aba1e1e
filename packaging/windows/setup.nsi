; The set-up program for Windows: for one person, without an administrator, and as silent as it is told to be.
;   posture-pal-X-setup.exe /S [/AUTOSTART=off] [/D=C:\a folder]      installs without a question
;   uninstall.exe /S [/DELETEDATA]                                    removes without one; the record stays unless asked
; packaging/make_setup.py defines VERSION, NUMBERS, PROGRAM, LICENCE, ICON, SIDE (a picture), SIZE (KiB) and SETUP.

Unicode true
!ifdef FULL64
  Target amd64-unicode  ; as Debian's NSIS can, so that it needs nothing of the 32-bit Windows, nor of a 32-bit Wine
!endif
!include MUI2.nsh
!include nsDialogs.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Win\COM.nsh
!include Win\Propkey.nsh

!define NAME "Posture Pal"
!define REMOVAL "Software\Microsoft\Windows\CurrentVersion\Uninstall\PosturePal"
!define IDENTITY "PosturePal.PosturePal"  ; the same as in posture_pal/desktop/windows_identity.py
!define PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths"
!define DATA "$LOCALAPPDATA\posture-pal"  ; as `posture-pal data path` prints it
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"

Name "${NAME}"
OutFile "${SETUP}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${REMOVAL}" InstallLocation
RequestExecutionLevel user
SetCompressor /SOLID lzma
ManifestDPIAware true
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${NUMBERS}"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "${NAME} set-up"
VIAddVersionKey CompanyName "The Posture Pal authors"
VIAddVersionKey LegalCopyright "MIT License"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_WELCOMEPAGE_TEXT "${NAME} reminds you to change position, stretch and take breaks. It is installed for you alone and asks for no administrator.$\r$\n$\r$\nIf it is running, it will be ended, and you start it again afterwards.$\r$\n$\r$\nIt has no account and no network: what it records stays on this computer."
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\posture-pal-tray.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Start ${NAME} now"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
UninstPage custom un.AskAboutData un.HearAboutData
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English

Var Delete  ; 1: what belongs to the person is deleted too
Var Box

; A program that runs cannot be replaced or removed: it is asked to end, and is given ten seconds for it.
!macro EndIt UN
Function ${UN}EndIt
  ${IfNot} ${FileExists} "$INSTDIR\posture-pal.exe"
    Return
  ${EndIf}
  nsExec::Exec '"$INSTDIR\posture-pal.exe" quit'
  Pop $0
  StrCpy $1 0
  ${Do}
    ClearErrors
    FileOpen $0 "$INSTDIR\posture-pal-tray.exe" a
    ${IfNot} ${Errors}
      FileClose $0
      FileOpen $0 "$INSTDIR\posture-pal.exe" a
    ${EndIf}
    ${IfNot} ${Errors}
      FileClose $0
      Return
    ${EndIf}
    Sleep 250
    IntOp $1 $1 + 1
  ${LoopUntil} $1 > 40
  SetErrorLevel 5
  ${IfNot} ${Silent}
    MessageBox MB_ICONSTOP "${NAME} is still running. Choose Quit in its menu in the tray, then try again."
  ${EndIf}
  Quit
FunctionEnd
!macroend
!insertmacro EndIt ""
!insertmacro EndIt "un."

Section "${NAME}"
  SectionIn RO
  Call EndIt
  RMDir /r "$INSTDIR\lib"
  SetOutPath "$INSTDIR"
  File /r "${PROGRAM}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\posture-pal-tray.exe" "" "" "" "" "" "Reminds you to change position, stretch and take breaks"
  Call NameShortcut
  WriteRegStr HKCU "${PATHS}\posture-pal.exe" "" "$INSTDIR\posture-pal.exe"
  WriteRegStr HKCU "${REMOVAL}" DisplayName "${NAME}"
  WriteRegStr HKCU "${REMOVAL}" DisplayVersion "${VERSION}"
  WriteRegStr HKCU "${REMOVAL}" DisplayIcon "$INSTDIR\posture-pal.exe"
  WriteRegStr HKCU "${REMOVAL}" Publisher "The Posture Pal authors"
  WriteRegStr HKCU "${REMOVAL}" InstallLocation "$INSTDIR"
  WriteRegStr HKCU "${REMOVAL}" UninstallString '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${REMOVAL}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${REMOVAL}" EstimatedSize ${SIZE}
  WriteRegDWORD HKCU "${REMOVAL}" NoModify 1
  WriteRegDWORD HKCU "${REMOVAL}" NoRepair 1
SectionEnd

; The shortcut bears the identity under which the program shows its toasts, so that Windows takes both for one.
; Where Windows cannot keep it there (Wine cannot), the shortcut stays as it is.
Function NameShortcut
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Load} $1 '("$SMPROGRAMS\${NAME}.lnk",2).r5'
      ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
      ${If} $2 P<> 0
      ${AndIf} $5 = 0
        System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r3'
        System::Call 'Oleaut32::SysAllocString(w "${IDENTITY}")p.r6'
        System::Call '*${SYSSTRUCT_PROPVARIANT}(${VT_LPWSTR},,p r6)p.r4'
        ${IPropertyStore::SetValue} $2 '($3,$4).r5'
        ${If} $5 = 0
          ${IPropertyStore::Commit} $2 "().r5"
          ${If} $5 = 0
            ${IPersistFile::Save} $1 '("$SMPROGRAMS\${NAME}.lnk",1)'
          ${EndIf}
        ${EndIf}
        System::Call 'Oleaut32::SysFreeString(p r6)'
        System::Free $3
        System::Free $4
      ${EndIf}
      ${If} $2 P<> 0
        ${IUnknown::Release} $2 ""
      ${EndIf}
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
FunctionEnd

Section "Start at login" Login
  nsExec::Exec '"$INSTDIR\posture-pal.exe" autostart on'
  Pop $0
SectionEnd

; Whoever installs a newer version keeps what they chose before; /AUTOSTART=on or off is said for all.
Function .onInit
  StrCpy $0 on
  ReadRegStr $1 HKCU "${REMOVAL}" UninstallString
  ReadRegStr $2 HKCU "${RUN}" "${NAME}"
  ${If} $1 != ""
  ${AndIf} $2 == ""
    StrCpy $0 off
  ${EndIf}
  ${GetParameters} $3
  ClearErrors
  ${GetOptions} $3 "/AUTOSTART=" $4
  ${IfNot} ${Errors}
    StrCpy $0 $4
  ${EndIf}
  ${If} $0 == off
    !insertmacro UnselectSection ${Login}
  ${EndIf}
FunctionEnd

Function un.onInit
  StrCpy $Delete 0
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DELETEDATA" $1
  ${IfNot} ${Errors}
    StrCpy $Delete 1
  ${EndIf}
FunctionEnd

Function un.AskAboutData
  !insertmacro MUI_HEADER_TEXT "Uninstall ${NAME}" "What belongs to you stays, unless you say otherwise."
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 10u "${NAME} will be removed from this folder:"
  Pop $0
  ${NSD_CreateText} 0 12u 100% 12u "$INSTDIR"
  Pop $0
  SendMessage $0 ${EM_SETREADONLY} 1 0
  ${NSD_CreateLabel} 0 38u 100% 18u "Your settings, your record, and your diary if you keep one stay in this folder, for a later installation or for you to copy:"
  Pop $0
  ${NSD_CreateText} 0 58u 100% 12u "${DATA}"
  Pop $0
  SendMessage $0 ${EM_SETREADONLY} 1 0
  ${NSD_CreateCheckbox} 0 84u 100% 12u "&Delete my settings, my record and my diary too, for good"
  Pop $Box
  nsDialogs::Show
FunctionEnd

Function un.HearAboutData
  ${NSD_GetState} $Box $0
  ${If} $0 == ${BST_CHECKED}
    StrCpy $Delete 1
  ${EndIf}
FunctionEnd

Section un.install
  Call un.EndIt
  nsExec::Exec '"$INSTDIR\posture-pal.exe" autostart off'
  Pop $0
  ${If} $Delete == 1
    nsExec::ExecToLog '"$INSTDIR\posture-pal.exe" data delete --everything --yes'
    Pop $0
  ${EndIf}
  RMDir /r "$INSTDIR\lib"
  Delete "$INSTDIR\posture-pal.exe"
  Delete "$INSTDIR\posture-pal-tray.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${PATHS}\posture-pal.exe"
  DeleteRegKey HKCU "Software\Classes\AppUserModelId\${IDENTITY}"
  DeleteRegKey HKCU "${REMOVAL}"
SectionEnd

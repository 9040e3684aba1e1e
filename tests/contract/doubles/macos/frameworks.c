/* The calls of macOS that Posture Pal makes through ctypes, with the types of Apple's documentation, so that a
   call whose types are said wrongly fails here as it would there: a double that is read as an int, a rectangle
   that comes back by value, a pointer cut to 32 bits. The world around them is set by the test.

   From developer.apple.com/documentation:
     coregraphics/cgeventsource/secondssincelasteventtype(_:eventtype:)
     coregraphics/cgsessioncopycurrentdictionary()          NULL where there is no session on a screen
     coregraphics/cgwindowlistcopywindowinfo(_:_:)          NULL outside a session; the caller releases
     coregraphics/cggetactivedisplaylist(_:_:_:), cgdisplaybounds(_:), cgrect/init(dictionaryrepresentation:)
     coreaudio/audioobjectgetpropertydata(_:_:_:_:_:_:), audioobjectgetpropertydatasize(_:_:_:_:_:)
     coremediaio/cmioobjectgetpropertydata(_:_:_:_:_:_:_:), cmioobjectgetpropertydatasize(_:_:_:_:_:)
     corefoundation: cfstringcreatewithcstring, cfdictionarygetvalue, cfbooleangetvalue, cfnumbergetvalue,
       cfarraygetcount, cfarraygetvalueatindex, cfgettypeid, cfrelease
     libproc.h of the SDK: proc_listallpids, proc_name
     kernel/1462446-mach_absolute_time, 1646199-mach_continuous_time, mach_timebase_info               */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* --- values ---------------------------------------------------------------------------------------- */

enum { STRING = 7, BOOLEAN = 21, NUMBER = 22, ARRAY = 19, DICTIONARY = 18 };
typedef struct value { unsigned long kind; int kept; const char *text; long number; int count; struct value *names[8], *items[64]; } value;

int standing; /* how many values somebody was given to keep, and has not let go of */

static value *fresh(unsigned long kind) { value *v = calloc(1, sizeof *v); v->kind = kind; return v; }
static value *constant(const char *text) { value *v = fresh(STRING); v->text = text; return v; }
static value *number(long n) { value *v = fresh(NUMBER); v->number = n; return v; }
static value *boolean(int yes) { value *v = fresh(BOOLEAN); v->number = yes; return v; }
static void put(value *in, const char *name, value *item) { in->names[in->count] = constant(name); in->items[in->count++] = item; }
static value *given(value *v) { if (v) { v->kept++; standing++; } return v; }

value *CFStringCreateWithCString(void *allocator, const char *text, uint32_t encoding) {
    if (encoding != 0x08000100) return NULL;
    return given(constant(strdup(text)));
}
void CFRelease(value *v) { if (!v || v->kept < 1) abort(); v->kept--; standing--; } /* as macOS does */
unsigned long CFGetTypeID(value *v) { return v->kind; }
unsigned long CFBooleanGetTypeID(void) { return BOOLEAN; }
unsigned long CFNumberGetTypeID(void) { return NUMBER; }
unsigned char CFBooleanGetValue(value *v) { if (v->kind != BOOLEAN) abort(); return v->number != 0; }
unsigned char CFNumberGetValue(value *v, long type, void *into) {
    if (v->kind != NUMBER || type != 9) return 0;
    *(int *)into = (int)v->number;
    return 1;
}
long CFArrayGetCount(value *v) { if (v->kind != ARRAY) abort(); return v->count; }
value *CFArrayGetValueAtIndex(value *v, long at) { if (at < 0 || at >= v->count) abort(); return v->items[at]; }
value *CFDictionaryGetValue(value *v, value *name) {
    if (v->kind != DICTIONARY || name->kind != STRING) abort();
    for (int i = 0; i < v->count; i++) if (!strcmp(v->names[i]->text, name->text)) return v->items[i];
    return NULL;
}

/* --- input, session, windows ------------------------------------------------------------------------ */

double silence;                                             /* seconds, below 0: it is not told */
int has_session = 1, locked = -1, on_console = 1, as_number; /* -1: the entry is not there */

double CGEventSourceSecondsSinceLastEventType(int32_t state, uint32_t type) {
    return state == 0 && type == 0xFFFFFFFF ? silence : 1e9;
}
value *CGSessionCopyCurrentDictionary(void) {
    if (!has_session) return NULL;
    value *v = fresh(DICTIONARY);
    if (on_console >= 0) put(v, "kCGSSessionOnConsoleKey", boolean(on_console));
    if (locked >= 0) put(v, "CGSSessionScreenIsLocked", as_number ? number(locked) : boolean(locked));
    return given(v);
}

typedef struct { double x, y, width, height; } rectangle;
static rectangle screens[4], windows[16];
static int screen_count, window_count, layers[16], owners[16];
void add_screen(double x, double y, double width, double height) { screens[screen_count++] = (rectangle){x, y, width, height}; }
void add_window(int layer, int owner, double x, double y, double width, double height) {
    layers[window_count] = layer; owners[window_count] = owner;
    windows[window_count++] = (rectangle){x, y, width, height};
}
void no_windows(void) { window_count = 0; }
void no_screens(void) { screen_count = 0; }

int32_t CGGetActiveDisplayList(uint32_t most, uint32_t *ids, uint32_t *count) {
    for (*count = 0; *count < most && (int)*count < screen_count; ++*count) ids[*count] = 0xFFFFFF00u + *count;
    return 0;
}
rectangle CGDisplayBounds(uint32_t id) { return screens[id - 0xFFFFFF00u]; }
bool CGRectMakeWithDictionaryRepresentation(value *v, rectangle *into) {
    if (v->kind != DICTIONARY || v->count != 1) return false;
    *into = windows[v->items[0]->number];
    return true;
}
value *CGWindowListCopyWindowInfo(uint32_t option, uint32_t beside) {
    if (!has_session) return NULL;
    if (option != (1 | 16) || beside != 0) abort();
    value *list = fresh(ARRAY);
    for (int i = 0; i < window_count; i++) {
        value *v = fresh(DICTIONARY), *bounds = fresh(DICTIONARY);
        put(bounds, "place", number(i));
        put(v, "kCGWindowLayer", number(layers[i]));
        put(v, "kCGWindowOwnerPID", number(owners[i]));
        put(v, "kCGWindowBounds", bounds);
        list->items[list->count++] = v;
    }
    return given(list);
}

/* --- microphone and camera --------------------------------------------------------------------------- */

typedef struct { uint32_t selector, scope, element; } address;
#define CODE(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))
enum { GLOBAL = CODE('g', 'l', 'o', 'b'), OUTPUT = CODE('o', 'u', 't', 'p'), UNKNOWN_PROPERTY = CODE('w', 'h', 'o', '?') };
uint32_t microphone = 61, microphone_runs, microphone_plays, camera_count = 1, cameras_run, cameras_fail;

int32_t AudioObjectGetPropertyDataSize(uint32_t of, const address *what, uint32_t size, const void *q, uint32_t *into) {
    if (of != microphone || what->selector != CODE('s', 't', 'm', '#') || what->scope != OUTPUT) return UNKNOWN_PROPERTY;
    *into = 4 * microphone_plays;
    return 0;
}
int32_t AudioObjectGetPropertyData(uint32_t of, const address *what, uint32_t size, const void *q, uint32_t *room, void *into) {
    if (what->scope != GLOBAL || what->element != 0 || *room != 4) return UNKNOWN_PROPERTY;
    if (of == 1 && what->selector == CODE('d', 'I', 'n', ' ')) *(uint32_t *)into = microphone;
    else if (of == microphone && what->selector == CODE('g', 'o', 'n', 'e')) *(uint32_t *)into = microphone_runs;
    else return UNKNOWN_PROPERTY;
    return 0;
}
int32_t CMIOObjectGetPropertyDataSize(uint32_t of, const address *what, uint32_t size, const void *q, uint32_t *into) {
    if (cameras_fail || of != 1 || what->selector != CODE('d', 'e', 'v', '#')) return UNKNOWN_PROPERTY;
    *into = 4 * camera_count;
    return 0;
}
int32_t CMIOObjectGetPropertyData(uint32_t of, const address *what, uint32_t size, const void *q, uint32_t room, uint32_t *used, void *into) {
    if (of == 1 && what->selector == CODE('d', 'e', 'v', '#')) {
        if (room != 4 * camera_count) return UNKNOWN_PROPERTY;
        for (uint32_t i = 0; i < camera_count; i++) ((uint32_t *)into)[i] = 70 + i;
        *used = room;
        return 0;
    }
    if (of < 70 || what->selector != CODE('g', 'o', 'n', 'e') || room != 4) return UNKNOWN_PROPERTY;
    *(uint32_t *)into = of - 70 + 1 == cameras_run; /* that one, counted from 1 */
    *used = 4;
    return 0;
}

/* --- running programs: libproc.h ---------------------------------------------------------------------- */

static const char *programs[] = {"launchd", NULL, "zoom.us", "An application with a rather long name"};

int proc_listallpids(void *into, int bytes) {
    if (!into) return 4;
    for (int i = 0; i < 4 && 4 * i < bytes; i++) ((int *)into)[i] = 100 + i;
    return 4;
}
int proc_name(int pid, void *into, uint32_t bytes) { /* 0 for another user's, or one that is gone */
    const char *name = programs[pid - 100];
    if (!name) return 0;
    strncpy(into, name, bytes - 1);
    ((char *)into)[bytes - 1] = 0;
    return (int)strlen(into);
}

/* --- time ------------------------------------------------------------------------------------------- */

uint64_t continuous, absolute;
uint64_t mach_continuous_time(void) { return continuous; }
uint64_t mach_absolute_time(void) { return absolute; }
int mach_timebase_info(uint32_t *into) { into[0] = 125; into[1] = 3; return 0; } /* Apple silicon's */

/* Writes down, in order, what a process does to the files of one folder, so that a power cut can be played afterwards.
 * Used through LD_PRELOAD by tests only. One line of the journal: a kind, a path, numbers, then the bytes written.
 * With FAULTS_EVERY=n and the file FAULTS_WHILE there, every n-th write or sync in the folder fails with EIO instead. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int journal = -1;
static unsigned long counted;
static ssize_t (*real_write)(int, const void *, size_t);

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

static int inside(const char *path) {
    const char *folder = getenv("UNSYNCED_FOLDER");
    return folder && strncmp(path, folder, strlen(folder)) == 0 && !strstr(path, "/logs/") && !strstr(path, "-shm");
}

static int path_of(int file, char *path) {
    char link[64];
    ssize_t length;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    length = readlink(link, path, 4000);
    if (length <= 0) return 0;
    path[length] = 0;
    return inside(path);
}

static int fails(void) {
    const char *every = getenv("FAULTS_EVERY"), *when = getenv("FAULTS_WHILE");
    struct stat there;
    if (!every || !when || stat(when, &there) != 0) return 0;
    return ++counted % (unsigned long)atol(every) == 0;
}

static void tell(const char *head, const void *bytes, size_t length) {
    const char *to = getenv("UNSYNCED_JOURNAL");
    if (!to) return;
    if (journal < 0) journal = open(to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (!real_write) real_write = next("write");
    real_write(journal, head, strlen(head));
    if (bytes && length) real_write(journal, bytes, length);
}

static void told(const char *kind, const char *path, long long first, size_t length, const void *bytes) {
    char head[4200];
    snprintf(head, sizeof head, "%s\t%s\t%lld\t%zu\n", kind, path, first, length);
    tell(head, bytes, length);
}

#define BEGIN char path[4096]; int ours = path_of(file, path); if (ours) pthread_mutex_lock(&turn); \
    if (ours && fails()) { pthread_mutex_unlock(&turn); errno = EIO; return -1; }
#define END(what) if (ours) { if (done >= 0) { what; } pthread_mutex_unlock(&turn); } return done;

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at) {
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!real) real = next("pwrite64");
    BEGIN ssize_t done = real(file, bytes, length, at);
    END(told("write", path, at, (size_t)done, bytes))
}
ssize_t pwrite(int file, const void *bytes, size_t length, off_t at) { return pwrite64(file, bytes, length, at); }

ssize_t write(int file, const void *bytes, size_t length) {
    if (!real_write) real_write = next("write");
    if (file == journal) return real_write(file, bytes, length);
    BEGIN off_t at = ours ? lseek(file, 0, SEEK_CUR) : 0;
    ssize_t done = real_write(file, bytes, length);
    END(told("write", path, at, (size_t)done, bytes))
}

int ftruncate64(int file, off64_t length) {
    static int (*real)(int, off64_t);
    if (!real) real = next("ftruncate64");
    BEGIN int done = real(file, length);
    END(told("cut", path, length, 0, NULL))
}
int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

int fsync(int file) {
    static int (*real)(int);
    if (!real) real = next("fsync");
    BEGIN int done = real(file);
    END(told("sync", path, 0, 0, NULL))
}
int fdatasync(int file) {
    static int (*real)(int);
    if (!real) real = next("fdatasync");
    BEGIN int done = real(file);
    END(told("sync", path, 0, 0, NULL))
}

int rename(const char *from, const char *to) {
    static int (*real)(const char *, const char *);
    char both[8400];
    int ours = inside(from) && inside(to), done;
    if (!real) real = next("rename");
    if (ours) pthread_mutex_lock(&turn);
    done = real(from, to);
    if (ours) {
        snprintf(both, sizeof both, "rename\t%s\t0\t%zu\n%s", from, strlen(to), to);
        if (done == 0) tell(both, NULL, 0);
        pthread_mutex_unlock(&turn);
    }
    return done;
}

int unlink(const char *path) {
    static int (*real)(const char *);
    int ours = inside(path), done;
    if (!real) real = next("unlink");
    if (ours) pthread_mutex_lock(&turn);
    done = real(path);
    if (ours) {
        if (done == 0) told("remove", path, 0, 0, NULL);
        pthread_mutex_unlock(&turn);
    }
    return done;
}

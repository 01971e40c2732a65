/*
 * Preloaded into a process, it watches the database files the process writes (FAULT_FILES: a part of their paths;
 * the shared-memory file is left out) and does what the environment asks for:
 *   FAULT_IMAGE     a folder that gets a copy of each file holding only what was fsynced: the disk after a power cut
 *   FAULT_TRACE     a file that gets one line per step, in their order:
 *                     R fd mark    a request with this mark was read from a socket
 *                     W mark       a row with this mark was written to the log
 *                     F / S        an fsync of the log began / was done
 *                     A fd         a 200 is about to be sent
 *   FAULT_FSYNC_US  how much longer every fsync of these files takes
 * A mark is "mark-" and eight digits.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FDS 65536
#define MOST_FILES 64
#define REAL(name) \
  static __typeof__(name) *real_##name; \
  if (!real_##name) real_##name = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

typedef struct change {
  struct change *next;
  off_t at;
  size_t length; /* of data; 0 = the file is cut at `at` */
  char data[];
} change;

typedef struct {
  char path[512];
  int image;
  int is_log;
  change *first, *last;
} watched;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static watched files[MOST_FILES];
static int file_count;
static int file_of[MOST_FDS]; /* index + 1 */
static int trace = -1;
static long slower_us;
static const char *part, *image_folder;

__attribute__((constructor)) static void begin(void) {
  part = getenv("FAULT_FILES");
  image_folder = getenv("FAULT_IMAGE");
  const char *us = getenv("FAULT_FSYNC_US");
  slower_us = us ? atol(us) : 0;
  const char *to = getenv("FAULT_TRACE");
  if (to) trace = open(to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static ssize_t raw_write(int fd, const void *data, size_t length) {
  REAL(write);
  return real_write(fd, data, length);
}

static ssize_t raw_pwrite(int fd, const void *data, size_t length, off_t at) {
  REAL(pwrite64);
  return real_pwrite64(fd, data, length, at);
}

static int raw_truncate(int fd, off_t at) {
  REAL(ftruncate64);
  return real_ftruncate64(fd, at);
}

static void note(const char *format, ...) {
  if (trace < 0) return;
  char line[64];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(line, sizeof line, format, values);
  va_end(values);
  raw_write(trace, line, length);
}

/* What is read or written may hold any number of marks. */
static void note_marks(const char *data, size_t length, int fd) {
  if (trace < 0) return;
  const char *end = data + length;
  while (data + 13 <= end && (data = memmem(data, end - data, "mark-", 5)) && data + 13 <= end) {
    if (fd < 0) note("W %.13s\n", data);
    else {
      note("R %d %.13s\n", fd, data);
      return;
    }
    data += 13;
  }
}

static void watch(int fd, const char *path) {
  size_t length = strlen(path);
  if (fd < 0 || fd >= MOST_FDS) return;
  file_of[fd] = 0;
  if (!part || !strstr(path, part) || length >= sizeof files[0].path) return;
  if (strstr(path, "-shm") || strstr(path, ".ballast")) return;
  pthread_mutex_lock(&lock);
  int found = 0;
  while (found < file_count && strcmp(files[found].path, path)) found++;
  if (found == MOST_FILES) abort();
  if (found == file_count) {
    watched *file = &files[file_count++];
    strcpy(file->path, path);
    file->is_log = length > 4 && !strcmp(path + length - 4, "-wal");
    file->image = -1;
  }
  file_of[fd] = found + 1;
  pthread_mutex_unlock(&lock);
}

static watched *watched_at(int fd) { return fd >= 0 && fd < MOST_FDS && file_of[fd] ? &files[file_of[fd] - 1] : NULL; }

static void remember(watched *file, const void *data, size_t length, off_t at) {
  if (!image_folder) return;
  change *made = malloc(sizeof *made + length);
  made->next = NULL;
  made->at = at;
  made->length = length;
  if (length) memcpy(made->data, data, length);
  if (file->last) file->last->next = made;
  else file->first = made;
  file->last = made;
}

static void apply(watched *file, change *changes) {
  if (!image_folder) return;
  if (file->image < 0) {
    char path[1024];
    const char *name = strrchr(file->path, '/');
    snprintf(path, sizeof path, "%s%s", image_folder, name ? name : file->path);
    REAL(open); /* Ours would wait for the lock that is held here. */
    file->image = real_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  }
  while (changes) {
    change *next = changes->next;
    if (changes->length) raw_pwrite(file->image, changes->data, changes->length, changes->at);
    else raw_truncate(file->image, changes->at);
    free(changes);
    changes = next;
  }
}

/* Only what was written before an fsync began is certain to be on the disk when it is done. */
static int sync_with(int fd, int (*real)(int)) {
  watched *file = watched_at(fd);
  if (!file) return real(fd);
  pthread_mutex_lock(&lock);
  change *changes = file->first;
  file->first = file->last = NULL;
  if (file->is_log) note("F\n");
  pthread_mutex_unlock(&lock);
  if (slower_us) usleep(slower_us);
  int result = real(fd);
  pthread_mutex_lock(&lock);
  apply(file, changes);
  if (file->is_log) note("S\n");
  pthread_mutex_unlock(&lock);
  return result;
}

int fsync(int fd) {
  REAL(fsync);
  return sync_with(fd, real_fsync);
}

int fdatasync(int fd) {
  REAL(fdatasync);
  return sync_with(fd, real_fdatasync);
}

static ssize_t written_at(int fd, const void *data, size_t length, off_t at) {
  watched *file = watched_at(fd);
  if (!file) return raw_pwrite(fd, data, length, at);
  pthread_mutex_lock(&lock);
  ssize_t done = raw_pwrite(fd, data, length, at);
  if (done > 0) {
    remember(file, data, done, at);
    if (file->is_log) note_marks(data, done, -1);
  }
  pthread_mutex_unlock(&lock);
  return done;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t at) { return written_at(fd, data, length, at); }
ssize_t pwrite64(int fd, const void *data, size_t length, off_t at) { return written_at(fd, data, length, at); }

static int cut(int fd, off_t at) {
  watched *file = watched_at(fd);
  if (!file) return raw_truncate(fd, at);
  pthread_mutex_lock(&lock);
  int result = raw_truncate(fd, at);
  if (!result) remember(file, NULL, 0, at);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate(int fd, off_t at) { return cut(fd, at); }
int ftruncate64(int fd, off_t at) { return cut(fd, at); }

static void note_answer(int fd, const char *data, size_t length) {
  if (trace < 0 || length < 12 || memcmp(data, "HTTP/1.1 200", 12)) return;
  pthread_mutex_lock(&lock);
  note("A %d\n", fd);
  pthread_mutex_unlock(&lock);
}

ssize_t write(int fd, const void *data, size_t length) {
  watched *file = watched_at(fd);
  if (!file) {
    note_answer(fd, data, length);
    return raw_write(fd, data, length);
  }
  off_t at = lseek(fd, 0, SEEK_CUR);
  ssize_t done = written_at(fd, data, length, at);
  if (done > 0) lseek(fd, at + done, SEEK_SET);
  return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(writev);
  if (count > 0) note_answer(fd, parts[0].iov_base, parts[0].iov_len);
  return real_writev(fd, parts, count);
}

ssize_t read(int fd, void *data, size_t length) {
  REAL(read);
  ssize_t done = real_read(fd, data, length);
  if (done > 0 && trace >= 0 && !watched_at(fd)) {
    pthread_mutex_lock(&lock);
    note_marks(data, done, fd);
    pthread_mutex_unlock(&lock);
  }
  return done;
}

#define OPENING(name) \
  int name(const char *path, int flags, ...) { \
    REAL(name); \
    va_list values; \
    va_start(values, flags); \
    int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(values, int) : 0; \
    va_end(values); \
    int fd = real_##name(path, flags, mode); \
    watch(fd, path); \
    return fd; \
  }
OPENING(open)
OPENING(open64)

int close(int fd) {
  REAL(close);
  if (fd >= 0 && fd < MOST_FDS) file_of[fd] = 0;
  return real_close(fd);
}

int unlink(const char *path) {
  REAL(unlink);
  int result = real_unlink(path);
  if (result || !image_folder || !part || !strstr(path, part)) return result;
  pthread_mutex_lock(&lock);
  for (int index = 0; index < file_count; index++) {
    watched *file = &files[index];
    if (strcmp(file->path, path)) continue;
    file->first = file->last = NULL;
    if (file->image >= 0) raw_truncate(file->image, 0);
  }
  pthread_mutex_unlock(&lock);
  return result;
}

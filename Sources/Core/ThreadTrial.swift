#if canImport(Glibc)
  import Glibc
#endif

extension Memory {
  /// True where so many threads can be started beside each other.
  static func canStart(threads count: Int) -> Bool {
    #if canImport(Glibc)
      var mutex = pthread_mutex_t()
      pthread_mutex_init(&mutex, nil)
      defer { pthread_mutex_destroy(&mutex) }
      var threads: [pthread_t] = []
      // All of them wait for the lock, so that none ends before the last has begun.
      pthread_mutex_lock(&mutex)
      while threads.count < count {
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, passLock, &mutex)
        guard code == 0 else { break }
        threads.append(thread)
      }
      pthread_mutex_unlock(&mutex)
      for thread in threads { pthread_join(thread, nil) }
      return threads.count == count
    #else
      // Dispatch gets its threads from the kernel here.
      return true
    #endif
  }
}

#if canImport(Glibc)
  /// Waits for a lock and gives it back.
  private func passLock(_ mutex: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let mutex = mutex?.assumingMemoryBound(to: pthread_mutex_t.self) else { return nil }
    pthread_mutex_lock(mutex)
    pthread_mutex_unlock(mutex)
    return nil
  }
#endif

import Datasets
import Testing

/// Arrays of Python objects, which no other program reads.
@Suite struct ObjectArrayTests {
  /// The way out is that of the file: an array of an archive is saved with the others.
  @Test func theHintOfAnArchiveSavesTheArchive() {
    let inArchive = NumpyError(path: "clip.npz, array ids", reason: .objectType)
    #expect(inArchive.hint.contains("numpy.savez(path, …, ids=ids.astype(str))"))
    let alone = NumpyError(path: "ids.npy", reason: .objectType)
    #expect(alone.hint.contains("numpy.save(path, array.astype(str)") && !alone.hint.contains("savez"))
  }
}

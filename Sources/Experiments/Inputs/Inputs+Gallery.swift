import Datasets
import Results

/// The files of a run that describe its items, so that they can be looked at without the dataset.
extension Inputs {
  /// The most bytes that the thumbnails of a run take; with more images than fit, some have none.
  package static let thumbnailLimit = 20_000_000

  /// Stores the thumbnails of all items, or of as many as the limit allows.
  package func storeThumbnails(
    in folder: RunFolder, limit: Int = thumbnailLimit, fingerprint: String? = nil
  ) throws {
    guard let images, let thumbnails = ThumbnailSheets(of: images, limit: limit) else { return }
    let all = thumbnails.positions == nil && items.count == itemCount
    let shown = thumbnails.positions ?? Array(items.indices)
    try folder.write(
      ThumbnailRecord(
        height: thumbnails.size.height, width: thumbnails.size.width, cellHeight: thumbnails.cell.height,
        cellWidth: thumbnails.cell.width, perSide: ThumbnailSheets.perSide, sheets: thumbnails.sheets.count,
        items: all ? nil : shown.map { items[$0] }, fingerprint: fingerprint),
      sheets: thumbnails.sheets)
  }

  /// Stores the captions of all items, where there are any.
  package func storeCaptions(in folder: RunFolder) throws {
    if let captions { try folder.write(captions: restoringPositions(of: captions, filler: "")) }
  }
}

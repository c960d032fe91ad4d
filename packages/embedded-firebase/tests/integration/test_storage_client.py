"""Cloud Storage through Google's own client."""

import base64
import gzip
import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import google_crc32c
import pytest
from google.api_core.exceptions import BadRequest, Conflict, NotFound, NotModified, PreconditionFailed
from google.cloud import storage

from embedded_firebase import Suite
from integration.http_client import send

QUARTER_MIB = 256 * 1024


@pytest.fixture
def client(suite: Suite) -> Iterator[storage.Client]:
    client = storage.Client(project=suite.project)
    yield client
    client.close()


@pytest.fixture
def bucket(client: storage.Client) -> storage.Bucket:
    return client.bucket("pictures")


class TestUploads:
    def test_what_was_uploaded_comes_back(self, bucket: storage.Bucket) -> None:
        bucket.blob("a.txt").upload_from_string("héllo", content_type="text/plain")
        blob = bucket.get_blob("a.txt")
        assert blob.download_as_text() == "héllo"
        assert blob.content_type == "text/plain"
        assert blob.size == 6

    def test_the_checksums_are_those_of_the_bytes(self, bucket: storage.Bucket) -> None:
        blob = bucket.blob("a")
        blob.upload_from_string(b"bytes")
        assert blob.md5_hash == base64.b64encode(hashlib.md5(b"bytes").digest()).decode()
        assert blob.crc32c == base64.b64encode(google_crc32c.value(b"bytes").to_bytes(4, "big")).decode()

    @pytest.mark.parametrize("checksum", ["md5", "crc32c", None])
    def test_the_client_may_send_a_checksum(self, bucket: storage.Bucket, checksum: str | None) -> None:
        bucket.blob("a").upload_from_string(b"bytes", checksum=checksum)
        assert bucket.blob("a").download_as_bytes(checksum=checksum or "auto") == b"bytes"

    def test_bytes_that_do_not_match_their_checksum_are_refused(self, bucket: storage.Bucket) -> None:
        blob = bucket.blob("a")
        blob.md5_hash = base64.b64encode(hashlib.md5(b"other").digest()).decode()
        with pytest.raises(BadRequest, match="MD5"):
            blob.upload_from_string(b"bytes", checksum=None)
        assert not bucket.blob("a").exists()

    def test_metadata_travels_with_the_upload(self, bucket: storage.Bucket) -> None:
        blob = bucket.blob("a")
        blob.metadata = {"look": "amber", "firebaseStorageDownloadTokens": "t"}
        blob.cache_control = "public, max-age=31536000, immutable"
        blob.content_disposition = "inline"
        blob.content_language = "en"
        blob.upload_from_string(b"x")
        found = bucket.get_blob("a")
        assert found.metadata == {"look": "amber", "firebaseStorageDownloadTokens": "t"}
        assert found.cache_control == "public, max-age=31536000, immutable"
        assert found.content_disposition == "inline"
        assert found.content_language == "en"

    @pytest.mark.parametrize(
        "size", [0, 1, QUARTER_MIB, QUARTER_MIB + 1, 3 * QUARTER_MIB, 3 * QUARTER_MIB + 7]
    )
    def test_a_resumable_upload_in_chunks_is_whole(self, bucket: storage.Bucket, size: int) -> None:
        data = bytes(index * 7 % 251 for index in range(size))
        bucket.blob("big", chunk_size=QUARTER_MIB).upload_from_file(io.BytesIO(data))
        assert bucket.blob("big").download_as_bytes() == data

    def test_a_stream_of_unknown_length_is_whole(self, bucket: storage.Bucket) -> None:
        data = b"s" * (2 * QUARTER_MIB + 5)
        with bucket.blob("stream").open("wb", chunk_size=QUARTER_MIB) as stream:
            stream.write(data)
        assert bucket.blob("stream").download_as_bytes() == data

    def test_a_resumable_session_made_by_the_server_can_be_used_by_another(
        self, bucket: storage.Bucket
    ) -> None:
        url = bucket.blob("given").create_resumable_upload_session(content_type="image/jpeg", size=3)
        assert send("PUT", url, b"jpg", {"Content-Type": "image/jpeg"}).status == 200
        assert bucket.get_blob("given").content_type == "image/jpeg"

    def test_an_interrupted_upload_says_how_far_it_came(self, bucket: storage.Bucket) -> None:
        url = bucket.blob("resumed").create_resumable_upload_session(size=QUARTER_MIB + 3)
        total = QUARTER_MIB + 3
        first = send("PUT", url, b"a" * QUARTER_MIB, {"Content-Range": f"bytes 0-{QUARTER_MIB - 1}/{total}"})
        asked = send("PUT", url, b"", {"Content-Range": f"bytes */{total}"})
        assert first.status == asked.status == 308
        assert asked.headers["range"] == f"bytes=0-{QUARTER_MIB - 1}"
        rest = send("PUT", url, b"end", {"Content-Range": f"bytes {QUARTER_MIB}-{total - 1}/{total}"})
        assert rest.status == 200
        assert bucket.blob("resumed").download_as_bytes() == b"a" * QUARTER_MIB + b"end"

    def test_a_chunk_sent_twice_counts_once(self, bucket: storage.Bucket) -> None:
        url = bucket.blob("twice").create_resumable_upload_session(size=QUARTER_MIB + 1)
        header = {"Content-Range": f"bytes 0-{QUARTER_MIB - 1}/{QUARTER_MIB + 1}"}
        for _ in range(2):
            send("PUT", url, b"a" * QUARTER_MIB, header)
        send("PUT", url, b"b", {"Content-Range": f"bytes {QUARTER_MIB}-{QUARTER_MIB}/{QUARTER_MIB + 1}"})
        assert bucket.blob("twice").download_as_bytes() == b"a" * QUARTER_MIB + b"b"

    def test_chunks_of_odd_size_and_gaps_are_refused(self, bucket: storage.Bucket) -> None:
        url = bucket.blob("odd").create_resumable_upload_session(size=900_000)
        assert send("PUT", url, b"abc", {"Content-Range": "bytes 0-2/900000"}).status == 400
        assert send("PUT", url, b"abc", {"Content-Range": "bytes 10-12/900000"}).status == 400

    def test_a_cancelled_upload_is_gone(self, bucket: storage.Bucket) -> None:
        url = bucket.blob("never").create_resumable_upload_session(size=3)
        assert send("DELETE", url).status == 499
        assert send("PUT", url, b"abc").status == 404
        assert not bucket.blob("never").exists()

    @pytest.mark.parametrize(
        "name",
        ["a/b/c.jpg", "with space", "ünïcode/😀", "100%", "a+b&c=d?e#f", "//double//", "b/o/copyTo/b/x/o/y"],
    )
    def test_a_name_may_hold_any_character(self, bucket: storage.Bucket, name: str) -> None:
        bucket.blob(name).upload_from_string(name)
        assert bucket.blob(name).download_as_text() == name
        assert [blob.name for blob in bucket.list_blobs()] == [name]
        bucket.blob(name).delete()

    @pytest.mark.parametrize("name", ["a" * 1025, "line\nbreak", ".", ".."])
    def test_names_the_service_refuses_are_refused(self, bucket: storage.Bucket, name: str) -> None:
        with pytest.raises(BadRequest):
            bucket.blob(name).upload_from_string(b"")


class TestDownloads:
    def test_a_range_is_that_part(self, bucket: storage.Bucket) -> None:
        bucket.blob("a").upload_from_string(b"0123456789")
        assert bucket.blob("a").download_as_bytes(start=2, end=4) == b"234"
        assert bucket.blob("a").download_as_bytes(start=7) == b"789"

    def test_a_range_beyond_the_end_is_refused(self, suite: Suite, bucket: storage.Bucket) -> None:
        bucket.blob("a").upload_from_string(b"0123")
        url = f"http://{suite.addresses['storage']}/download/storage/v1/b/pictures/o/a?alt=media"
        answer = send("GET", url, headers={"Range": "bytes=10-"})
        assert answer.status == 416
        assert answer.headers["content-range"] == "bytes */4"

    def test_a_download_in_chunks_is_whole(self, bucket: storage.Bucket) -> None:
        data = bytes(range(256)) * 3000
        bucket.blob("big").upload_from_string(data)
        assert bucket.blob("big", chunk_size=QUARTER_MIB).download_as_bytes() == data

    def test_gzip_is_undone_for_those_who_do_not_take_it(self, suite: Suite, bucket: storage.Bucket) -> None:
        blob = bucket.blob("packed")
        blob.content_encoding = "gzip"
        blob.upload_from_string(gzip.compress(b"plain" * 50), content_type="text/plain")
        assert blob.download_as_bytes() == b"plain" * 50
        assert gzip.decompress(blob.download_as_bytes(raw_download=True)) == b"plain" * 50
        url = f"http://{suite.addresses['storage']}/download/storage/v1/b/pictures/o/packed?alt=media"
        assert send("GET", url).body == b"plain" * 50

    def test_what_is_not_there_is_not_found_in_the_words_of_the_service(self, bucket: storage.Bucket) -> None:
        with pytest.raises(NotFound, match="No such object: pictures/nothing"):
            bucket.blob("nothing").download_as_bytes()
        assert bucket.get_blob("nothing") is None
        assert not bucket.blob("nothing").exists()

    def test_an_earlier_generation_is_gone(self, bucket: storage.Bucket) -> None:
        blob = bucket.blob("a")
        blob.upload_from_string(b"1")
        first = blob.generation
        blob.upload_from_string(b"2")
        with pytest.raises(NotFound):
            bucket.blob("a", generation=first).download_as_bytes()


class TestPreconditions:
    def test_generation_zero_creates_once(self, bucket: storage.Bucket) -> None:
        bucket.blob("once").upload_from_string(b"1", if_generation_match=0)
        with pytest.raises(PreconditionFailed, match="pre-conditions you specified did not hold"):
            bucket.blob("once").upload_from_string(b"2", if_generation_match=0)
        assert bucket.blob("once").download_as_bytes() == b"1"

    def test_generation_zero_holds_for_resumable_uploads_too(self, bucket: storage.Bucket) -> None:
        bucket.blob("once").upload_from_string(b"1")
        blob = bucket.blob("once", chunk_size=QUARTER_MIB)
        with pytest.raises(PreconditionFailed):
            blob.upload_from_file(io.BytesIO(b"2" * QUARTER_MIB * 2), if_generation_match=0)
        assert bucket.blob("once").download_as_bytes() == b"1"

    def test_a_resumable_upload_is_checked_again_at_its_end(self, bucket: storage.Bucket) -> None:
        url = bucket.blob("late").create_resumable_upload_session(size=1, if_generation_match=0)
        bucket.blob("late").upload_from_string(b"first")
        assert send("PUT", url, b"x").status == 412
        assert bucket.blob("late").download_as_bytes() == b"first"

    def test_a_generation_overwrites_only_itself(self, bucket: storage.Bucket) -> None:
        blob = bucket.blob("a")
        blob.upload_from_string(b"1")
        generation = blob.generation
        bucket.blob("a").upload_from_string(b"2", if_generation_match=generation)
        with pytest.raises(PreconditionFailed):
            bucket.blob("a").upload_from_string(b"3", if_generation_match=generation)

    def test_deletion_and_patch_obey_them(self, bucket: storage.Bucket) -> None:
        blob = bucket.blob("a")
        blob.upload_from_string(b"1")
        with pytest.raises(PreconditionFailed):
            bucket.blob("a").delete(if_generation_match=1)
        blob.metadata = {"n": "1"}
        with pytest.raises(PreconditionFailed):
            blob.patch(if_metageneration_match=7)
        blob.patch(if_metageneration_match=1)
        bucket.blob("a").delete(if_generation_match=blob.generation)
        assert not bucket.blob("a").exists()

    def test_a_reader_who_has_it_already_is_told_so(self, bucket: storage.Bucket) -> None:
        blob = bucket.blob("a")
        blob.upload_from_string(b"1")
        with pytest.raises(NotModified):
            bucket.blob("a").reload(if_generation_not_match=blob.generation)

    def test_of_many_creators_one_wins(self, bucket: storage.Bucket) -> None:
        from concurrent.futures import ThreadPoolExecutor

        def create(number: int) -> bool:
            try:
                bucket.blob("race").upload_from_string(str(number), if_generation_match=0)
            except PreconditionFailed:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(create, range(24))) == 1


class TestMetadata:
    def test_a_patch_changes_what_it_names_and_raises_the_metageneration(
        self, bucket: storage.Bucket
    ) -> None:
        blob = bucket.blob("a")
        blob.metadata = {"kept": "1", "removed": "2"}
        blob.cache_control = "no-store"
        blob.upload_from_string(b"x", content_type="text/plain")
        generation = blob.generation
        blob.metadata = {"removed": None, "added": "3"}
        blob.patch()
        found = bucket.get_blob("a")
        assert found.metadata == {"kept": "1", "added": "3"}
        assert found.cache_control == "no-store"
        assert (found.generation, found.metageneration) == (generation, 2)

    def test_an_update_replaces_everything(self, bucket: storage.Bucket) -> None:
        blob = bucket.blob("a")
        blob.cache_control = "no-store"
        blob.metadata = {"n": "1"}
        blob.upload_from_string(b"x")
        fresh = bucket.blob("a")
        fresh.content_type = "image/png"
        fresh.update()
        found = bucket.get_blob("a")
        assert found.content_type == "image/png"
        assert found.cache_control is None
        assert found.metadata is None

    def test_times_are_those_of_the_changes(self, bucket: storage.Bucket) -> None:
        before = datetime.now(UTC) - timedelta(milliseconds=1)
        blob = bucket.blob("a")
        blob.upload_from_string(b"x")
        blob.metadata = {"n": "1"}
        blob.patch()
        found = bucket.get_blob("a")
        assert before <= found.time_created <= found.updated <= datetime.now(UTC)


class TestCopies:
    def test_a_copy_keeps_bytes_and_metadata(self, bucket: storage.Bucket) -> None:
        blob = bucket.blob("a/b c.txt")
        blob.metadata = {"n": "1"}
        blob.upload_from_string(b"x", content_type="text/plain")
        copy = bucket.copy_blob(blob, bucket, "copy of/b c.txt")
        assert copy.download_as_bytes() == b"x"
        assert copy.metadata == {"n": "1"}
        assert copy.generation != blob.generation

    def test_a_rewrite_may_cross_buckets_and_change_metadata(
        self, client: storage.Client, bucket: storage.Bucket
    ) -> None:
        blob = bucket.blob("a")
        blob.metadata = {"n": "1"}
        blob.upload_from_string(b"xyz")
        target = client.bucket("elsewhere").blob("b")
        target.metadata = {"m": "2"}
        token, rewritten, total = target.rewrite(blob)
        assert (token, rewritten, total) == (None, 3, 3)
        assert client.bucket("elsewhere").get_blob("b").metadata == {"m": "2"}

    def test_a_copy_obeys_preconditions_on_both_sides(self, bucket: storage.Bucket) -> None:
        bucket.blob("a").upload_from_string(b"1")
        bucket.blob("b").upload_from_string(b"2")
        with pytest.raises(PreconditionFailed):
            bucket.copy_blob(bucket.blob("a"), bucket, "b", if_generation_match=0)
        with pytest.raises(PreconditionFailed):
            bucket.copy_blob(bucket.blob("a"), bucket, "c", if_source_generation_match=1)

    def test_copying_nothing_is_not_found(self, bucket: storage.Bucket) -> None:
        with pytest.raises(NotFound):
            bucket.copy_blob(bucket.blob("nothing"), bucket, "b")

    def test_a_rename_moves(self, bucket: storage.Bucket) -> None:
        bucket.blob("old").upload_from_string(b"x")
        bucket.rename_blob(bucket.blob("old"), "new")
        assert [blob.name for blob in bucket.list_blobs()] == ["new"]

    def test_composition_joins_in_order(self, bucket: storage.Bucket) -> None:
        for name in ("1", "2"):
            bucket.blob(name).upload_from_string(name * 3)
        whole = bucket.blob("whole")
        whole.content_type = "text/plain"
        whole.compose([bucket.blob("2"), bucket.blob("1")])
        assert whole.download_as_bytes() == b"222111"
        assert whole.component_count == 2
        assert whole.md5_hash is None


class TestListings:
    @pytest.fixture(autouse=True)
    def objects(self, bucket: storage.Bucket) -> None:
        for name in ("a", "b/1", "b/2", "b/c/3", "d", "é"):
            bucket.blob(name).upload_from_string(name)

    def test_names_come_in_order(self, bucket: storage.Bucket) -> None:
        assert [blob.name for blob in bucket.list_blobs()] == ["a", "b/1", "b/2", "b/c/3", "d", "é"]

    def test_a_prefix_narrows(self, bucket: storage.Bucket) -> None:
        assert [blob.name for blob in bucket.list_blobs(prefix="b/")] == ["b/1", "b/2", "b/c/3"]

    def test_a_delimiter_folds(self, bucket: storage.Bucket) -> None:
        listing = bucket.list_blobs(delimiter="/")
        assert [blob.name for blob in listing] == ["a", "d", "é"]
        assert listing.prefixes == {"b/"}
        inner = bucket.list_blobs(prefix="b/", delimiter="/")
        assert [blob.name for blob in inner] == ["b/1", "b/2"]
        assert inner.prefixes == {"b/c/"}

    @pytest.mark.parametrize("size", [1, 2, 3, 10])
    def test_pages_show_everything_once(self, bucket: storage.Bucket, size: int) -> None:
        assert [blob.name for blob in bucket.list_blobs(page_size=size)] == [
            "a",
            "b/1",
            "b/2",
            "b/c/3",
            "d",
            "é",
        ]
        folded = bucket.list_blobs(delimiter="/", page_size=size)
        assert [blob.name for blob in folded] == ["a", "d", "é"]
        assert folded.prefixes == {"b/"}

    def test_offsets_bound_the_names(self, bucket: storage.Bucket) -> None:
        names = [blob.name for blob in bucket.list_blobs(start_offset="b/2", end_offset="d")]
        assert names == ["b/2", "b/c/3"]

    def test_a_limit_ends_the_listing(self, bucket: storage.Bucket) -> None:
        assert len(list(bucket.list_blobs(max_results=4))) == 4


class TestBatchesAndBuckets:
    def test_a_batch_deletes_many(self, client: storage.Client, bucket: storage.Bucket) -> None:
        for number in range(5):
            bucket.blob(f"n/ü {number}").upload_from_string(b"x")
        with client.batch():
            for number in range(5):
                bucket.blob(f"n/ü {number}").delete()
        assert list(bucket.list_blobs()) == []

    def test_a_call_of_a_batch_fails_alone(self, client: storage.Client, bucket: storage.Bucket) -> None:
        bucket.blob("a").upload_from_string(b"x")
        with client.batch(raise_exception=False) as batch:
            bucket.blob("nothing").delete()
            bucket.blob("a").delete()
        assert [response.status_code for response in batch._responses] == [404, 204]
        assert not bucket.blob("a").exists()

    def test_a_batch_patches(self, client: storage.Client, bucket: storage.Bucket) -> None:
        blob = bucket.blob("a")
        blob.upload_from_string(b"x")
        with client.batch():
            blob.metadata = {"n": "1"}
            blob.patch()
        assert bucket.get_blob("a").metadata == {"n": "1"}

    def test_a_bucket_is_there_when_named(self, client: storage.Client) -> None:
        assert client.get_bucket("whatever").name == "whatever"

    def test_a_bucket_with_objects_is_not_deleted(
        self, client: storage.Client, bucket: storage.Bucket
    ) -> None:
        bucket.blob("a").upload_from_string(b"x")
        with pytest.raises(Conflict):
            bucket.delete()
        bucket.blob("a").delete()
        bucket.delete()
        assert "pictures" not in [one.name for one in client.list_buckets()]

    def test_many_are_deleted_at_once(self, bucket: storage.Bucket) -> None:
        for number in range(3):
            bucket.blob(str(number)).upload_from_string(b"x")
        bucket.delete_blobs(list(bucket.list_blobs()))
        assert list(bucket.list_blobs()) == []

    def test_what_is_not_offered_says_so(self, suite: Suite) -> None:
        answer = send("GET", f"http://{suite.addresses['storage']}/storage/v1/b/pictures/iam")
        assert answer.status == 501
        assert "not implemented" in answer.json["error"]["message"]

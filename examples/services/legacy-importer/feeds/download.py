import ftplib
import os

import settings


def download(name):
    target = os.path.join("incoming", name)
    os.makedirs("incoming", exist_ok=True)
    ftp = ftplib.FTP(settings.FTP_HOST)
    ftp.login(settings.FTP_USER, settings.FTP_PASSWORD)
    ftp.cwd(settings.FTP_FOLDER)
    with open(target, "wb") as f:
        ftp.retrbinary("RETR " + name, f.write)
    ftp.quit()
    print("downloaded", name)
    return target
